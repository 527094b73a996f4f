package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/**
 * Erasures with foreign-key triggers muted, against a real second connection: what the triggers would have refused is to be
 * found by the proof over sets. None may lose a row, delete one unseen, or leave one referring to nothing.
 */
class SetwiseRaceIT {

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

    private static final DataMap MAP = DataMap.parse("""
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

    private static final String KEY = "2";

    private final ExecutorService other = Executors.newFixedThreadPool(2);
    private Product product;
    private MemoryArchive archive;
    private Map<String, String> before;

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

    private Future<ErasureResult> erasing(String purgeRequest) {
        return other.submit(() -> product.erasing(MAP).erase(Orders.erase(KEY, archive, purgeRequest)));
    }

    /** Starts the erasure, waits until it is stuck behind the open transaction, then ends that. */
    private ErasureResult eraseWhile(String statement, String end) throws Exception {
        try (Connection writer = product.connect();
                Statement jdbc = writer.createStatement()) {
            writer.setAutoCommit(false);
            jdbc.execute(statement);
            Future<ErasureResult> erasing = erasing("prg_1");
            awaitBlocked(erasing);
            before = null;
            jdbc.execute(end);
            writer.commit();
            return erasing.get(20, TimeUnit.SECONDS);
        }
    }

    private ErasureResult eraseWhile(String statement) throws Exception {
        return eraseWhile(statement, "SELECT 1");
    }

    private void awaitBlocked(Future<?> done) throws Exception {
        for (int tries = 0; tries < 200 && !done.isDone(); tries++) {
            if (!"0"
                    .equals(product.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock'"))) {
                return;
            }
            Thread.sleep(20);
        }
        assertThat(done).as("the erasure was to wait").isNotDone();
    }

    /** Holds the erasure in the middle: behind a lock on a row that it deletes after children and before parents. */
    private ErasureResult eraseHeldAt(String lock, String meanwhile) throws Exception {
        try (Connection holder = product.connect();
                Statement hold = holder.createStatement()) {
            holder.setAutoCommit(false);
            hold.execute(lock);
            Future<ErasureResult> erasing = erasing("prg_1");
            awaitBlocked(erasing);
            product.run(meanwhile);
            holder.rollback();
            return erasing.get(20, TimeUnit.SECONDS);
        }
    }

    private void nothingRefersToNothing() throws SQLException {
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

    private void rolledBack(ErasureResult result, Class<? extends ErasureResult> kind) throws SQLException {
        assertThat(result).isInstanceOf(kind);
        nothingRefersToNothing();
        assertThat(product.ask("SELECT count(*) FROM account WHERE id = 2")).isEqualTo("1");
        assertThat(product.ask("SELECT count(*) FROM reprieve.ledger")).isEqualTo("0");
    }

    @Test
    void an_undisturbed_account_goes_and_comes_back_and_its_triggers_stayed_silent() throws Exception {
        ErasureResult result = erasing("prg_1").get(20, TimeUnit.SECONDS);

        assertThat(result).isInstanceOf(ErasureResult.Erased.class);
        nothingRefersToNothing();
        assertThat(product.ask("SELECT count(*) FROM doc")).isEqualTo("20");
        assertThat(Orders.restore(product.restoring(MAP), KEY, archive, "rst_1"))
                .isInstanceOf(RestoreResult.Restored.class);
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_child_whose_insert_was_open_when_its_siblings_went_is_found_by_the_proof() throws Exception {
        ErasureResult result = eraseWhile("INSERT INTO part VALUES (1000, 1)");

        rolledBack(result, ErasureResult.ConcurrentWriters.class);
        assertThat(((ErasureResult.ConcurrentWriters) result).sqlState()).isEqualTo("23503");
        assertThat(((ErasureResult.ConcurrentWriters) result).detail()).contains("public.part id=1000");
        assertThat(product.ask("SELECT count(*) FROM part")).isEqualTo("301");
    }

    @Test
    void a_child_of_the_root_inserted_meanwhile_is_found_by_the_proof() throws Exception {
        rolledBack(eraseWhile("INSERT INTO doc VALUES (1000, 2, 'slipped in')"), ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT count(*) FROM doc WHERE account_id = 2")).isEqualTo("11");
    }

    @Test
    void a_child_committed_between_two_deletes_is_found_by_the_proof() throws Exception {
        rolledBack(
                eraseHeldAt("SELECT FROM doc WHERE id = 1 FOR KEY SHARE", "INSERT INTO part VALUES (1000, 4)"),
                ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT count(*) FROM part")).isEqualTo("301");
    }

    @Test
    void a_child_that_comes_after_the_delete_of_its_parent_waits_and_finds_no_parent() throws Exception {
        try (Connection holder = product.connect();
                Statement hold = holder.createStatement()) {
            holder.setAutoCommit(false);
            hold.execute("SELECT FROM account WHERE id = 2 FOR KEY SHARE");
            Future<ErasureResult> erasing = erasing("prg_1");
            awaitBlocked(erasing);
            Future<String> late = other.submit(() -> {
                try {
                    product.run("INSERT INTO part VALUES (1000, 1)");
                    return "went through";
                } catch (SQLException refused) {
                    return refused.getSQLState();
                }
            });
            while (product.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock'")
                    .equals("1")) {
                Thread.sleep(10);
            }
            holder.rollback();

            assertThat(erasing.get(20, TimeUnit.SECONDS)).isInstanceOf(ErasureResult.Erased.class);
            assertThat(late.get(20, TimeUnit.SECONDS)).isEqualTo("23503");
        }
        nothingRefersToNothing();
    }

    @Test
    void a_reference_that_is_checked_at_its_commit_is_either_seen_or_refused() throws Exception {
        try (Connection writer = product.connect();
                Statement jdbc = writer.createStatement()) {
            writer.setAutoCommit(false);
            jdbc.execute("INSERT INTO note VALUES (1000, NULL, 1)");
            assertThat(erasing("prg_1").get(20, TimeUnit.SECONDS)).isInstanceOf(ErasureResult.Erased.class);

            org.assertj.core.api.Assertions.assertThatThrownBy(writer::commit)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
        }
        nothingRefersToNothing();
    }

    @Test
    void a_row_changed_meanwhile_is_not_deleted_in_a_state_nobody_archived() throws Exception {
        rolledBack(eraseWhile("UPDATE doc SET title = 'changed' WHERE id = 1"), ErasureResult.ContentMoved.class);
        assertThat(product.ask("SELECT title FROM doc WHERE id = 1")).isEqualTo("changed");
    }

    @Test
    void a_row_moved_to_another_account_meanwhile_stays_with_it() throws Exception {
        ErasureResult result = eraseWhile("UPDATE doc SET account_id = 3 WHERE id = 1");

        assertThat(result).isNotInstanceOf(ErasureResult.Erased.class);
        nothingRefersToNothing();
        assertThat(product.ask("SELECT account_id FROM doc WHERE id = 1")).isEqualTo("3");
    }

    @Test
    void a_child_moved_to_a_parent_of_another_account_meanwhile_stays_with_it() throws Exception {
        rolledBack(eraseWhile("UPDATE part SET doc_id = 2 WHERE doc_id = 1"), ErasureResult.ContentMoved.class);
        assertThat(product.ask("SELECT count(*) FROM part WHERE doc_id = 2")).isEqualTo("20");
    }

    @Test
    void a_child_moved_into_the_account_meanwhile_is_found_by_the_proof() throws Exception {
        ErasureResult result = eraseWhile("UPDATE part SET doc_id = 1 WHERE id = 1");

        rolledBack(result, ErasureResult.Refused.class);
        assertThat(((ErasureResult.Refused) result).findings())
                .extracting(Finding::rule)
                .containsExactly("cross-account-edge");
    }

    @Test
    void a_row_deleted_meanwhile_is_missed() throws Exception {
        rolledBack(eraseWhile("DELETE FROM part WHERE doc_id = 1"), ErasureResult.ContentMoved.class);
    }

    @Test
    void a_row_put_in_the_place_of_an_archived_one_meanwhile_is_found_out() throws Exception {
        rolledBack(
                eraseHeldAt(
                        "SELECT FROM doc WHERE id = 1 FOR KEY SHARE",
                        "INSERT INTO part VALUES (1000, 4); DELETE FROM part WHERE id = 1000; INSERT INTO part VALUES (1000, 7)"),
                ErasureResult.ConcurrentWriters.class);
    }

    @Test
    void a_key_held_for_too_long_by_an_open_transaction_stops_the_erasure() throws Exception {
        try (Connection writer = product.connect();
                Statement jdbc = writer.createStatement()) {
            writer.setAutoCommit(false);
            jdbc.execute("INSERT INTO part VALUES (1000, 1)");

            ErasureResult result = erasing("prg_1").get(20, TimeUnit.SECONDS);

            assertThat(result)
                    .isEqualTo(new ErasureResult.ConcurrentWriters("55P03", "canceling statement due to lock timeout"));
            writer.rollback();
        }
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_shared_row_that_is_linked_meanwhile_is_not_left_pointing_at_nothing() throws Exception {
        rolledBack(
                eraseWhile("UPDATE person SET last_account = 2 WHERE id = 2"), ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT last_account FROM person WHERE id = 2")).isEqualTo("2");
    }

    @Test
    void a_row_of_a_fenced_declared_table_waits_for_the_erasure_or_is_seen_by_it() throws Exception {
        rolledBack(eraseWhile("INSERT INTO tally VALUES (2, 1000)"), ErasureResult.ContentMoved.class);
        assertThat(product.ask("SELECT count(*) FROM tally WHERE account = 2")).isEqualTo("4");
    }

    @Test
    void a_row_of_an_unfenced_table_that_comes_after_its_delete_is_told_as_residue() throws Exception {
        ErasureResult result =
                eraseHeldAt("SELECT FROM account WHERE id = 2 FOR KEY SHARE", "INSERT INTO trace VALUES (2, 1000)");

        assertThat(result).isInstanceOfSatisfying(ErasureResult.Erased.class, erased -> assertThat(erased.residue())
                .singleElement()
                .satisfies(finding -> assertThat(finding.subject()).isEqualTo("public.trace")));
    }

    @Test
    void writers_of_other_accounts_go_on() throws Exception {
        ErasureResult result = eraseHeldAt(
                "SELECT FROM account WHERE id = 2 FOR KEY SHARE",
                "UPDATE doc SET title = 'mine' WHERE account_id = 3; INSERT INTO doc VALUES (1000, 3, 'new');"
                        + " INSERT INTO part VALUES (1000, 1000), (1001, 2); DELETE FROM note WHERE doc_id = 2;"
                        + " INSERT INTO account VALUES (4, 'new')");

        assertThat(result).isInstanceOf(ErasureResult.Erased.class);
        nothingRefersToNothing();
    }

    @Test
    void of_two_erasures_under_one_purge_request_one_deletes_and_the_other_says_so() throws Exception {
        Future<ErasureResult> one = erasing("prg_1");
        Future<ErasureResult> two = erasing("prg_1");

        assertThat(new ErasureResult[] {one.get(20, TimeUnit.SECONDS), two.get(20, TimeUnit.SECONDS)})
                .hasAtLeastOneElementOfType(ErasureResult.Erased.class)
                .hasAtLeastOneElementOfType(ErasureResult.AlreadyErased.class);
    }

    @Test
    void two_accounts_are_erased_side_by_side() throws Exception {
        MemoryArchive neighbour = Orders.export(product.restoring(MAP), "3");
        Future<ErasureResult> one = erasing("prg_1");
        Future<ErasureResult> two =
                other.submit(() -> product.erasing(MAP).erase(Orders.erase("3", neighbour, "prg_2")));

        assertThat(one.get(20, TimeUnit.SECONDS)).isInstanceOf(ErasureResult.Erased.class);
        assertThat(two.get(20, TimeUnit.SECONDS)).isInstanceOf(ErasureResult.Erased.class);
        nothingRefersToNothing();
        assertThat(product.ask("SELECT count(*) FROM doc")).isEqualTo("10");
    }
}
