package io.reprieve.accountdata.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An erasure with foreign-key triggers muted, and a second connection beside it. */
abstract class SetwiseRace {

    /** In order of deletion: note, part, doc, seat, account. Account 2 is erased. */
    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY, name text);
            CREATE TABLE person (id integer PRIMARY KEY, last_account integer REFERENCES account);
            CREATE TABLE doc (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, title text,
                above integer REFERENCES doc ON DELETE CASCADE);
            CREATE TABLE part (id integer PRIMARY KEY, doc_id integer NOT NULL REFERENCES doc ON DELETE CASCADE);
            CREATE TABLE note (id integer PRIMARY KEY, part_id integer REFERENCES part ON DELETE SET NULL,
                doc_id integer REFERENCES doc DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE tally (account integer, n integer);
            CREATE TABLE trace (account integer, n integer);
            INSERT INTO account SELECT n, 'account ' || n FROM generate_series(1, 3) n;
            INSERT INTO person SELECT n, 1 + n % 3 FROM generate_series(1, 6) n;
            INSERT INTO doc SELECT n, 1 + n % 3, 'doc ' || n FROM generate_series(1, 30) n;
            UPDATE doc SET above = id - 3 WHERE id > 15;
            INSERT INTO part SELECT n, 1 + n % 30 FROM generate_series(1, 300) n;
            INSERT INTO note SELECT n, n, 1 + n % 30 FROM generate_series(1, 60) n;
            INSERT INTO tally SELECT 1 + n % 3, n FROM generate_series(1, 9) n;
            INSERT INTO trace SELECT 1 + n % 3, n FROM generate_series(1, 9) n;
            """;

    static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                replicationRole: true
                owned:
                  - public.doc
                  - public.part
                  - public.note
                  - { table: public.tally, where: "account = :key" }
                  - { table: public.trace, where: "account = :key", unfenced: true }
                shared: [public.person]
                unlink: [public.person.last_account]
            """);

    static final String KEY = "2";

    final ExecutorService other = Executors.newFixedThreadPool(2);
    Product product;
    MemoryArchive archive;
    Map<String, String> before;

    @BeforeEach
    void fill() throws SQLException {
        product = new Product(SCHEMA);
        product.setUp(MAP);
        archive = Orders.export(product.restoring(MAP), KEY);
        before = product.fingerprint();
    }

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    Future<ErasureResult> erasing(String purgeRequest) {
        return other.submit(() -> product.erasing(MAP).erase(Orders.erase(KEY, archive, purgeRequest)));
    }

    /** Starts the erasure, waits until it is stuck behind the open transaction, then commits that. */
    ErasureResult eraseWhile(String statement) throws Exception {
        try (Connection writer = product.connect();
                Statement jdbc = writer.createStatement()) {
            writer.setAutoCommit(false);
            jdbc.execute(statement);
            Future<ErasureResult> erasing = erasing("prg_1");
            awaitBlocked(1, erasing);
            writer.commit();
            return erasing.get(20, TimeUnit.SECONDS);
        }
    }

    /** Holds the erasure in the middle: behind a lock on a row that it deletes after children and before parents. */
    ErasureResult eraseHeldAt(String lock, String meanwhile) throws Exception {
        try (Connection holder = product.connect();
                Statement hold = holder.createStatement()) {
            holder.setAutoCommit(false);
            hold.execute(lock);
            Future<ErasureResult> erasing = erasing("prg_1");
            awaitBlocked(1, erasing);
            product.run(meanwhile);
            holder.rollback();
            return erasing.get(20, TimeUnit.SECONDS);
        }
    }

    void nothingRefersToNothing() throws SQLException {
        assertThat(product.ask("SELECT count(*) FROM part p WHERE NOT EXISTS (SELECT FROM doc WHERE id = doc_id)"))
                .isEqualTo("0");
        assertThat(product.ask("SELECT count(*) FROM note n WHERE part_id IS NOT NULL AND NOT EXISTS"
                        + " (SELECT FROM part WHERE id = part_id)"))
                .isEqualTo("0");
        assertThat(product.ask("SELECT count(*) FROM note n WHERE doc_id IS NOT NULL AND NOT EXISTS"
                        + " (SELECT FROM doc WHERE id = doc_id)"))
                .isEqualTo("0");
        assertThat(product.ask(
                        "SELECT count(*) FROM doc d WHERE NOT EXISTS (SELECT FROM account WHERE id = account_id)"))
                .isEqualTo("0");
        assertThat(product.ask("SELECT count(*) FROM person WHERE last_account IS NOT NULL AND NOT EXISTS"
                        + " (SELECT FROM account WHERE id = last_account)"))
                .isEqualTo("0");
    }

    void rolledBack(ErasureResult result, Class<? extends ErasureResult> kind) throws SQLException {
        assertThat(result).isInstanceOf(kind);
        nothingRefersToNothing();
        assertThat(product.ask("SELECT count(*) FROM account WHERE id = 2")).isEqualTo("1");
        assertThat(product.ask("SELECT count(*) FROM reprieve.ledger")).isEqualTo("0");
    }

    void awaitBlocked(int sessions, Future<?> erasing) throws Exception {
        product.awaitBlocked(sessions, erasing);
        assertThat(erasing).as("the erasure was to wait").isNotDone();
    }
}
