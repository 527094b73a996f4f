package io.reprieve.accountdata.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestoreResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accounts that are wholly gone, copied straight into the live tables: with triggers, clashes and writers in the way. */
class DirectRestoreIT {

    private static final String SCHEMA = """
            CREATE TABLE plan (code text PRIMARY KEY);
            CREATE TABLE account (id integer PRIMARY KEY, plan text REFERENCES plan, stopped boolean DEFAULT false);
            CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, title text,
                above integer REFERENCES doc, place integer UNIQUE DEFERRABLE INITIALLY DEFERRED, tag text UNIQUE,
                latest integer);
            CREATE TABLE part (id integer PRIMARY KEY, doc integer NOT NULL REFERENCES doc, UNIQUE (doc, id));
            ALTER TABLE doc ADD FOREIGN KEY (latest) REFERENCES part;
            CREATE TABLE outbox (line text);
            INSERT INTO plan VALUES ('a'), ('b');
            INSERT INTO account VALUES (1, 'a', true), (2, 'b', false);
            INSERT INTO doc SELECT n, 1 + n % 2, 'doc ' || n, NULL, n, 'tag ' || n FROM generate_series(1, 20) n;
            UPDATE doc SET above = id - 2 WHERE id > 4;
            INSERT INTO part SELECT n, 1 + n % 20 FROM generate_series(1, 100) n;
            UPDATE doc SET latest = (SELECT max(id) FROM part WHERE part.doc = doc.id);
            """;

    private static final String TRIGGERS = """
            CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.title := upper(NEW.title); RETURN NEW; END $$;
            CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
                $$ BEGIN INSERT INTO outbox VALUES ('came ' || NEW.id); RETURN NULL; END $$;
            """;

    private static final String SHOUTS =
            TRIGGERS + "CREATE TRIGGER shout BEFORE INSERT ON doc FOR EACH ROW EXECUTE FUNCTION shout();";
    private static final String TELLS =
            TRIGGERS + "CREATE TRIGGER tell AFTER INSERT ON part FOR EACH ROW EXECUTE FUNCTION tell();";

    private static final String MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc, public.part]
                shared: [public.plan]
                ignored: [public.outbox]
                volatile: [public.account.stopped]
            """;
    private static final DataMap ORDINARY = DataMap.parse(MAP);
    private static final DataMap FAST = DataMap.parse(MAP + "    replicationRole: true\n");

    private final ExecutorService other = Executors.newFixedThreadPool(2);
    private Product product;
    private MemoryArchive archive;
    private Map<String, String> before;
    private String planned;

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    private void erased(DataMap map, String schema) throws SQLException {
        product = new Product(SCHEMA + schema);
        product.setUp(map);
        before = product.fingerprint();
        archive = Orders.export(product.restoring(map), "1");
        assertThat(product.erasing(map).erase(Orders.erase("1", archive, "prg_1")))
                .isInstanceOf(ErasureResult.Erased.class);
        planned = product.restoring(map)
                .planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT))
                .rowsHash();
    }

    private RestoreResult restore(DataMap map) {
        return product.restoring(map).restore(Orders.restore("1", archive, planned, "rst_1"));
    }

    private static void assertRefused(RestoreResult result, String rule, String... words) {
        assertThat(result).isInstanceOfSatisfying(RestoreResult.Refused.class, refused -> assertThat(refused.findings())
                .anySatisfy(finding -> {
                    assertThat(finding.rule()).isEqualTo(rule);
                    assertThat(finding.subject() + " " + finding.message()).contains(words);
                }));
    }

    @Test
    void an_account_in_a_circle_of_keys_comes_back_exactly_both_ways() throws SQLException {
        for (DataMap map : new DataMap[] {ORDINARY, FAST}) {
            erased(map, "");

            assertThat(restore(map))
                    .isInstanceOfSatisfying(RestoreResult.Restored.class, restored -> assertThat(restored.inserted())
                            .isEqualTo(61));
            assertThat(product.fingerprint()).isEqualTo(before);
        }
    }

    @Test
    void triggers_stay_silent_where_the_set_up_could_give_the_right() throws SQLException {
        // Keys that can be deferred are checked by triggers, and keep those of their table.
        String noDeferred = "ALTER TABLE doc DROP CONSTRAINT doc_place_key;";
        erased(ORDINARY, noDeferred + SHOUTS + TELLS.replace(TRIGGERS, ""));

        assertThat(restore(ORDINARY)).isInstanceOf(RestoreResult.Restored.class);
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void without_the_right_a_trigger_that_writes_elsewhere_is_rolled_back_and_named() throws SQLException {
        erased(ORDINARY, TELLS);
        product.run("REVOKE SET ON PARAMETER session_replication_role FROM "
                + product.restorer().user());
        Map<String, String> gone = product.fingerprint();

        assertRefused(
                restore(ORDINARY), "beside-the-order", "public.outbox", "50 rows were inserted", "tell on public.part");
        assertThat(product.fingerprint()).isEqualTo(gone);
    }

    @Test
    void without_the_right_a_trigger_that_alters_rows_is_found_out_by_their_digest() throws SQLException {
        erased(ORDINARY, SHOUTS);
        product.run("REVOKE SET ON PARAMETER session_replication_role FROM "
                + product.restorer().user());

        assertThat(restore(ORDINARY)).isInstanceOf(RestoreResult.DigestDiffers.class);
    }

    @Test
    void a_unique_value_taken_after_the_plan_is_named_by_key() throws SQLException {
        for (DataMap map : new DataMap[] {ORDINARY, FAST}) {
            erased(map, "");
            product.run("INSERT INTO doc VALUES (1000, 2, 'mine', NULL, 1000, 'tag 2')");

            assertRefused(restore(map), "key-taken", "doc_tag_key", "id=2");
        }
    }

    @Test
    void a_unique_value_that_is_checked_at_the_commit_is_not_missed_under_the_replication_role() throws SQLException {
        erased(FAST, "");
        product.run("INSERT INTO doc VALUES (1000, 2, 'mine', NULL, 2, 'other')");

        assertRefused(restore(FAST), "key-taken", "doc_place_key", "id=2");
    }

    @Test
    void a_shared_row_that_is_being_deleted_is_waited_for_and_missed() throws Exception {
        erased(FAST, "");
        try (Connection writer = product.connect();
                Statement jdbc = writer.createStatement()) {
            writer.setAutoCommit(false);
            jdbc.execute("DELETE FROM plan WHERE code = 'a'");
            Future<RestoreResult> restoring = other.submit(() -> restore(FAST));
            product.awaitBlocked(1, restoring);
            writer.commit();

            assertRefused(restoring.get(20, TimeUnit.SECONDS), "reference-gone", "public.plan", "code=a");
        }
    }

    @Test
    void a_shared_row_that_is_referred_to_stays_until_the_commit_and_beyond() throws Exception {
        erased(FAST, "");
        try (Connection holder = product.connect();
                Statement hold = holder.createStatement()) {
            holder.setAutoCommit(false);
            hold.execute("LOCK TABLE reprieve.ledger IN EXCLUSIVE MODE");
            Future<RestoreResult> restoring = other.submit(() -> restore(FAST));
            product.awaitBlocked(1, restoring);
            Future<String> deleting = other.submit(() -> {
                try {
                    product.run("DELETE FROM plan WHERE code = 'a'");
                    return "went through";
                } catch (SQLException refused) {
                    return refused.getSQLState();
                }
            });
            product.awaitBlocked(2, restoring);
            holder.rollback();

            assertThat(restoring.get(20, TimeUnit.SECONDS)).isInstanceOf(RestoreResult.Restored.class);
            assertThat(deleting.get(20, TimeUnit.SECONDS)).isEqualTo("23503");
        }
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void an_archived_row_whose_parent_is_not_in_the_archive_is_found_by_the_proof() throws SQLException {
        erased(FAST, "");
        product.run("ALTER TABLE doc DROP CONSTRAINT doc_above_fkey");
        product.run("INSERT INTO account VALUES (1, 'a', true); INSERT INTO doc VALUES (500, 1, 'x', 499, 500, 'x')");
        archive = Orders.export(product.restoring(FAST), "1");
        product.run("DELETE FROM doc WHERE id = 500; DELETE FROM account WHERE id = 1;"
                + " ALTER TABLE doc ADD CONSTRAINT doc_above_fkey FOREIGN KEY (above) REFERENCES doc");
        planned = product.restoring(FAST)
                .planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT))
                .rowsHash();

        assertRefused(restore(FAST), "reference-gone", "doc_above_fkey", "id=500");
    }

    @Test
    void volatile_columns_get_their_default_where_the_backup_was_made_while_fenced() throws SQLException {
        for (DataMap map : new DataMap[] {ORDINARY, FAST}) {
            erased(map, "");
            RestoreOrder order = Orders.restore("1", archive, planned, "rst_1");

            RestoreResult result = product.restoring(map)
                    .restore(new RestoreOrder(
                            order.restoreId(),
                            order.accountId(),
                            "1",
                            4,
                            planned,
                            archive,
                            order.digestKey(),
                            false,
                            order.auditEvent()));

            assertThat(result).isInstanceOf(RestoreResult.Restored.class);
            assertThat(product.ask("SELECT stopped FROM account WHERE id = 1")).isEqualTo("f");
        }
    }
}
