package io.reprieve.accountdata.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.ExportResult;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several connections read one account. They see one moment, and fail as one. */
class SideBySideIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.inbox, public.done, public.waste]
            """);
    private static final int PAPERS = 3_000;
    private static Product product;

    @BeforeAll
    static void fill() throws SQLException {
        product = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE inbox (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, paper text);
                CREATE TABLE done (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, paper text);
                CREATE TABLE waste (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, paper text);
                CREATE INDEX ON inbox (account);
                CREATE INDEX ON done (account);
                CREATE INDEX ON waste (account);
                INSERT INTO account VALUES (1);
                INSERT INTO inbox SELECT n, 1, repeat('paper ' || n, 50) FROM generate_series(1, %d) n;
                """.formatted(PAPERS));
        product.setUp(MAP);
    }

    private static AccountEngine engine(DataSource source, int connections) {
        return AccountEngine.of(MAP, source, Optional.empty(), connections);
    }

    private static DataSource login() {
        return product.login(product.restorer());
    }

    private static ExportResult export(AccountEngine engine, ExportSink sink) {
        return engine.export("1", Product.digestKey(Orders.ACCOUNT), sink, Progress.NONE);
    }

    /** Moves papers from table to table, a transaction each, as fast as it can. */
    private static Future<Integer> move(ExecutorService other, AtomicBoolean enough) {
        return other.submit(() -> {
            int moves = 0;
            try (Connection writer = product.connect();
                    Statement sql = writer.createStatement()) {
                String[] tables = {"inbox", "done", "waste"};
                for (; !enough.get(); moves++) {
                    String from = tables[moves % 3];
                    String to = tables[(moves + 1) % 3];
                    sql.execute("WITH gone AS (DELETE FROM " + from + " WHERE id % 7 = " + moves % 7
                            + " RETURNING *) INSERT INTO " + to + " SELECT * FROM gone");
                }
            }
            return moves;
        });
    }

    @Test
    void rows_that_move_between_tables_meanwhile_are_exported_once_each() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<Integer> moving = move(other, enough);
        try {
            for (int time = 0; time < 8; time++) {
                MemoryArchive archive = new MemoryArchive();
                List<String> papers = new ArrayList<>();

                export(engine(login(), 3), archive);

                for (String table : List.of("public.inbox", "public.done", "public.waste")) {
                    archive.text(table).lines().forEach(line -> papers.add(line.substring(0, line.indexOf('\t'))));
                }
                assertThat(papers).doesNotHaveDuplicates().hasSize(PAPERS);
            }
        } finally {
            enough.set(true);
            assertThat(moving.get(20, TimeUnit.SECONDS)).isPositive();
            other.shutdownNow();
        }
    }

    @Test
    void tables_are_read_at_the_same_time_and_told_in_their_order() {
        CyclicBarrier both = new CyclicBarrier(2);
        MemoryArchive meeting = new MemoryArchive() {
            @Override
            public OutputStream table(TableShape shape) {
                if (shape.name().equals("public.account") || shape.name().equals("public.inbox")) {
                    meet(both);
                }
                return super.table(shape);
            }
        };

        ExportResult result = export(engine(login(), 4), meeting);

        assertThat(result.contents())
                .extracting(TableContent::name)
                .containsExactly("public.account", "public.done", "public.inbox", "public.waste");
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await(10, TimeUnit.SECONDS);
        } catch (Exception alone) {
            throw new IllegalStateException("nobody else reads meanwhile", alone);
        }
    }

    @Test
    void when_one_table_fails_all_stop_and_nothing_is_left_open() throws Exception {
        MemoryArchive full = new MemoryArchive() {
            @Override
            public OutputStream table(TableShape shape) {
                return new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no space left");
                    }
                };
            }
        };

        assertThatThrownBy(() -> export(engine(login(), 3), full))
                .isInstanceOf(AccountDataException.class)
                .hasMessageContaining("no space left");

        String open = "SELECT count(*) FROM pg_stat_activity WHERE usename = '"
                + product.restorer().user() + "'";
        for (int tries = 0; tries < 100 && !"0".equals(product.ask(open)); tries++) {
            Thread.sleep(20);
        }
        assertThat(product.ask(open)).isEqualTo("0");
        for (int tries = 0; tries < 100 && readers() > 0; tries++) {
            Thread.sleep(20);
        }
        assertThat(readers()).isZero();
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("reprieve-reading"))
                .filter(thread -> thread.getState() != Thread.State.TIMED_WAITING)
                .count();
    }

    @Test
    void a_pool_with_no_second_connection_to_spare_is_enough() throws SQLException {
        DataSource one = only(1, login());
        MemoryArchive archive = new MemoryArchive();

        ExportResult result = export(engine(one, 4), archive);

        assertThat(result.tables()).hasSize(4);
        assertThat(result.rowsDigest())
                .isEqualTo(export(engine(login(), 1), new MemoryArchive()).rowsDigest());
    }

    @Test
    void the_digest_of_live_rows_is_the_same_however_many_read() {
        DigestKey key = Product.digestKey(Orders.ACCOUNT);

        assertThat(engine(login(), 4).content("1", key).tables())
                .isEqualTo(engine(login(), 1).content("1", key).tables());
    }

    @Test
    void an_erasure_reads_what_it_deletes_first_where_no_second_connection_is_to_spare() throws SQLException {
        MemoryArchive archive = Orders.export(engine(login(), 1), "1");
        Map<String, String> before = product.fingerprint();

        ErasureResult result =
                engine(only(1, product.login(product.eraser())), 2).erase(Orders.erase("1", archive, "prg_alone"));

        assertThat(result).isInstanceOf(ErasureResult.Erased.class);
        assertThat(product.ask("SELECT count(*) FROM inbox")).isEqualTo("0");
        assertThat(Orders.restore(engine(login(), 1), "1", archive, "rst_alone"))
                .isInstanceOf(RestoreResult.Restored.class);
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    /** A pool that is empty after so many. */
    private static DataSource only(int most, DataSource source) {
        AtomicInteger given = new AtomicInteger();
        return (DataSource) Proxy.newProxyInstance(
                SideBySideIT.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (given.incrementAndGet() > most) {
                        throw new SQLTransientConnectionException("no connection to spare");
                    }
                    return method.invoke(source, arguments);
                });
    }
}
