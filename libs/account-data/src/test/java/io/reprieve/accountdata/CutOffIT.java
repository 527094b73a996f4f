package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.AccountDataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Erasures and restores whose connection dies at any statement: nothing is half done, and what was committed is found. */
class CutOffIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY);
            CREATE TABLE person (id integer PRIMARY KEY, account integer REFERENCES account);
            CREATE TABLE doc (id serial PRIMARY KEY, account integer NOT NULL REFERENCES account, title text);
            CREATE TABLE part (id integer PRIMARY KEY, doc integer NOT NULL REFERENCES doc ON DELETE CASCADE);
            INSERT INTO account VALUES (1), (2);
            INSERT INTO person VALUES (1, 1), (2, 2);
            INSERT INTO doc SELECT n, 1 + n % 2, 'doc ' || n FROM generate_series(1, 10) n;
            INSERT INTO part SELECT n, 1 + n % 10 FROM generate_series(1, 30) n;
            """;

    private static final String MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc, public.part]
                shared: [public.person]
                unlink: [public.person.account]
                replicationRole: %s
            """;

    /** Cut off at the first statement, the fourth, the seventh and so on. */
    private static final int STRIDE = 3;

    private Product product;
    private Map<String, String> before;

    @BeforeEach
    void fill() throws SQLException {
        product = new Product(SCHEMA);
    }

    private MemoryArchive export(DataMap map) throws SQLException {
        product.setUp(map);
        before = product.fingerprint();
        return Orders.export(product.restoring(map), "1");
    }

    /** Something done to the connection just before a statement, or instead of the answer to a commit. */
    private interface Fate {
        void before(String what, int statement, Connection connection) throws SQLException;
    }

    /** A data source each of whose statements and commits is told to {@code fate} first. */
    private static DataSource doomed(DataSource source, Fate fate) {
        AtomicInteger count = new AtomicInteger();
        return (DataSource) Proxy.newProxyInstance(
                CutOffIT.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection real = source.getConnection();
                    return Proxy.newProxyInstance(
                            CutOffIT.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, call, given) -> {
                                boolean counted = call.getName().equals("createStatement")
                                        || call.getName().equals("prepareStatement")
                                        || call.getName().equals("unwrap");
                                if (counted) {
                                    fate.before("statement", count.incrementAndGet(), real);
                                }
                                try {
                                    Object result = call.invoke(real, given);
                                    if (call.getName().equals("commit")) {
                                        fate.before("committed", count.get(), real);
                                    }
                                    return result;
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });
                });
    }

    private void kill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var pid = statement.executeQuery("SELECT pg_backend_pid()")) {
            pid.next();
            int backend = pid.getInt(1);
            product.run("SELECT pg_terminate_backend(" + backend + ", 5000)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void an_erasure_cut_off_at_any_statement_leaves_nothing(String replicationRole) throws SQLException {
        DataMap map = DataMap.parse(MAP.formatted(replicationRole));
        MemoryArchive archive = export(map);
        DataSource eraser = product.login(product.eraser());

        int at = 1;
        while (true) {
            int doomedAt = at;
            AccountEngine engine = AccountEngine.of(
                    map,
                    doomed(eraser, (what, statement, connection) -> {
                        if (what.equals("statement") && statement == doomedAt) {
                            kill(connection);
                        }
                    }),
                    java.util.Optional.empty());
            try {
                assertThat(engine.erase(Orders.erase("1", archive, "prg_1"))).isInstanceOf(ErasureResult.Erased.class);
                break;
            } catch (AccountDataException cutOff) {
                assertThat(product.fingerprint())
                        .as("cut off at statement " + at)
                        .isEqualTo(before);
                assertThat(product.erasing(map).ledger().find("prg_1")).isEmpty();
            }
            at += STRIDE;
        }

        assertThat(at).as("the statements of an erasure").isGreaterThan(30);
        assertThat(product.erasing(map).ledger().find("prg_1")).isPresent();
        assertThat(product.ask("SELECT count(*) FROM doc WHERE account = 1")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void a_commit_whose_answer_is_lost_is_found_in_the_ledger(String replicationRole) throws SQLException {
        DataMap map = DataMap.parse(MAP.formatted(replicationRole));
        MemoryArchive archive = export(map);
        AccountEngine engine = AccountEngine.of(
                map,
                doomed(product.login(product.eraser()), (what, statement, connection) -> {
                    if (what.equals("committed")) {
                        kill(connection);
                        throw new SQLException("the answer was lost", "08006");
                    }
                }),
                java.util.Optional.empty());

        assertThatThrownBy(() -> engine.erase(Orders.erase("1", archive, "prg_1")))
                .isInstanceOf(AccountDataException.class);

        assertThat(product.erasing(map).ledger().find("prg_1"))
                .hasValueSatisfying(row -> assertThat(row.rows()).isEqualTo(21));
        assertThat(product.erasing(map).erase(Orders.erase("1", archive, "prg_1")))
                .isInstanceOf(ErasureResult.AlreadyErased.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void a_restore_whose_archive_or_server_fails_on_the_way_leaves_nothing(String replicationRole) throws SQLException {
        DataMap map = DataMap.parse(MAP.formatted(replicationRole));
        MemoryArchive archive = export(map);
        product.erasing(map).erase(Orders.erase("1", archive, "prg_1"));
        Map<String, String> gone = product.fingerprint();
        MemoryArchive torn = new MemoryArchive() {
            @Override
            public java.util.List<TableShape> tables() {
                return archive.tables();
            }

            @Override
            public java.util.List<TableContent> contents() {
                return archive.contents();
            }

            @Override
            public java.util.List<ObjectEntry> objects() {
                return archive.objects();
            }

            @Override
            public InputStream rows(TableShape shape) {
                InputStream rows = archive.rows(shape);
                return shape.name().equals("public.part") ? new SequenceInputStream(rows, failing()) : rows;
            }
        };
        String planned = product.restoring(map)
                .planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT))
                .rowsHash();

        assertThatThrownBy(() -> product.restoring(map).restore(Orders.restore("1", torn, planned, "rst_1")))
                .isInstanceOf(AccountDataException.class)
                .hasMessageContaining("public.part")
                .hasMessageContaining("the tape is torn");
        assertThat(product.fingerprint()).isEqualTo(gone);
        assertThat(Orders.restore(product.restoring(map), "1", archive, "rst_1"))
                .isInstanceOf(RestoreResult.Restored.class);
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    private static InputStream failing() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the tape is torn");
            }
        };
    }
}
