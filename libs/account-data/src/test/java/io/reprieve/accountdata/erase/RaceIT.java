package io.reprieve.accountdata.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.ExportResult;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.report.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Erasures and restores against a real second connection. None may lose a row, and none may delete one unseen. */
@Tag("every-version")
class RaceIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY, name text);
            CREATE TABLE doc (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, title text);
            CREATE TABLE part (id integer PRIMARY KEY, doc_id integer NOT NULL REFERENCES doc ON DELETE CASCADE);
            CREATE TABLE tally (account integer, n integer);
            INSERT INTO account SELECT n, 'account ' || n FROM generate_series(1, 3) n;
            INSERT INTO doc SELECT n, 1 + n % 3, 'doc ' || n FROM generate_series(1, 30) n;
            INSERT INTO part SELECT n, 1 + n % 30 FROM generate_series(1, 300) n;
            INSERT INTO tally SELECT 1 + n % 3, n FROM generate_series(1, 9) n;
            """;

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned:
                  - public.doc
                  - public.part
                  - { table: public.tally, where: "account = :key" }
            """);

    private static final String KEY = "2";

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private Product product;
    private MemoryArchive archive;

    @BeforeEach
    void fill() throws SQLException {
        product = new Product(SCHEMA);
        product.setUp(MAP);
        archive = Orders.export(product.restoring(MAP), KEY);
    }

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    /** Starts the erasure, waits until it is stuck behind the open transaction, then commits that. */
    private ErasureResult eraseWhile(String statement) throws Exception {
        try (Connection writer = product.connect();
                Statement jdbc = writer.createStatement()) {
            writer.setAutoCommit(false);
            jdbc.execute(statement);
            Future<ErasureResult> erasing =
                    other.submit(() -> product.erasing(MAP).erase(Orders.erase(KEY, archive, "prg_1")));
            product.awaitBlocked(1, erasing);
            writer.commit();
            return erasing.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_child_inserted_meanwhile_is_neither_lost_nor_left_dangling() throws Exception {
        ErasureResult result = eraseWhile("INSERT INTO doc VALUES (1000, 2, 'slipped in')");

        assertThat(result).isInstanceOf(ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT count(*) FROM doc WHERE account_id = 2")).isEqualTo("11");
    }

    @Test
    void a_grandchild_inserted_meanwhile_is_not_cascaded_away_unseen() throws Exception {
        ErasureResult result = eraseWhile("INSERT INTO part VALUES (1000, 1)");

        assertThat(result).isInstanceOf(ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT count(*) FROM part WHERE id = 1000")).isEqualTo("1");
        assertThat(product.ask("SELECT count(*) FROM part")).isEqualTo("301");
    }

    @Test
    void a_row_changed_meanwhile_is_not_deleted_in_a_state_nobody_archived() throws Exception {
        ErasureResult result = eraseWhile("UPDATE doc SET title = 'changed' WHERE id = 1");

        assertThat(result).isInstanceOf(ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT title FROM doc WHERE id = 1")).isEqualTo("changed");
    }

    @Test
    void a_row_moved_to_another_account_meanwhile_stays_with_it() throws Exception {
        ErasureResult result = eraseWhile("UPDATE doc SET account_id = 3 WHERE id = 1");

        assertThat(result).isInstanceOf(ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT account_id FROM doc WHERE id = 1")).isEqualTo("3");
    }

    @Test
    void a_row_of_a_declared_table_inserted_meanwhile_is_seen() throws Exception {
        ErasureResult result = eraseWhile("INSERT INTO tally VALUES (2, 1000)");

        assertThat(result).isInstanceOf(ErasureResult.ContentMoved.class);
        assertThat(product.ask("SELECT count(*) FROM tally WHERE account = 2")).isEqualTo("4");
    }

    @Test
    void writers_of_other_accounts_go_on() throws Exception {
        ErasureResult result = eraseWhile("UPDATE doc SET title = 'mine' WHERE account_id = 3");

        assertThat(result).isInstanceOf(ErasureResult.Erased.class);
    }

    @Test
    void of_two_erasures_under_one_purge_request_one_deletes_and_the_other_says_so() throws Exception {
        Future<ErasureResult> one = other.submit(() -> product.erasing(MAP).erase(Orders.erase(KEY, archive, "prg_1")));
        ErasureResult two = product.erasing(MAP).erase(Orders.erase(KEY, archive, "prg_1"));

        assertThat(new ErasureResult[] {one.get(20, TimeUnit.SECONDS), two})
                .hasAtLeastOneElementOfType(ErasureResult.Erased.class)
                .hasAtLeastOneElementOfType(ErasureResult.AlreadyErased.class);
    }

    @Test
    void an_erasure_waits_for_a_restore_of_the_same_account_and_leaves_alone_what_it_brought_back() throws Exception {
        Map<String, String> before = product.fingerprint();
        product.erasing(MAP).erase(Orders.erase(KEY, archive, "prg_1"));
        ErasureResult second;
        try (Connection lock = product.connect();
                Statement jdbc = lock.createStatement()) {
            lock.setAutoCommit(false);
            jdbc.execute("LOCK TABLE account IN EXCLUSIVE MODE");
            Future<RestoreResult> restoring =
                    other.submit(() -> Orders.restore(product.restoring(MAP), KEY, archive, "rst_1"));
            product.awaitBlocked(1, restoring);
            ExecutorService third = Executors.newSingleThreadExecutor();
            Future<ErasureResult> erasing =
                    third.submit(() -> product.erasing(MAP).erase(Orders.erase(KEY, archive, "prg_2")));
            product.awaitAskingForLock(1, erasing);
            lock.commit();
            assertThat(restoring.get(20, TimeUnit.SECONDS)).isInstanceOf(RestoreResult.Restored.class);
            second = erasing.get(20, TimeUnit.SECONDS);
            third.shutdownNow();
        }

        assertThat(second).isInstanceOfSatisfying(ErasureResult.Refused.class, refused -> assertThat(refused.findings())
                .extracting(Finding::rule)
                .containsExactly("restored-since"));
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void an_export_reads_one_moment_whatever_is_written_meanwhile() throws ExecutionException, InterruptedException {
        MemoryArchive slow = new MemoryArchive() {
            @Override
            public synchronized java.io.OutputStream table(TableShape shape) {
                try {
                    product.run("INSERT INTO part SELECT (SELECT max(id) FROM part) + 1, 1;"
                            + " UPDATE doc SET title = title || '!' WHERE id = 1");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                return super.table(shape);
            }
        };

        ExportResult result =
                product.restoring(MAP).export(KEY, Product.digestKey(Orders.ACCOUNT), slow, Progress.NONE);

        assertThat(result.rowsDigest()).isEqualTo(archive.result().rowsDigest());
    }
}
