package io.reprieve.accountdata.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large objects of an account of which a part comes back, around what is live. */
class PartialLargeObjectsIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc]
                largeObjects: [public.doc.scan, public.account.logo]
            """);

    private static final String ALL_OBJECTS =
            "SELECT string_agg(oid || ' ' || md5(lo_get(oid)), ', ' ORDER BY oid) FROM pg_largeobject_metadata";

    private static final RestoreScope KEEP_LIVE = new RestoreScope(null, true);

    private Product product;
    private AccountEngine engine;
    private MemoryArchive archive;

    @BeforeEach
    void archive_an_account() throws SQLException {
        product = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY, logo oid);
                CREATE TABLE doc (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, scan oid);
                SELECT lo_from_bytea(11000, convert_to(repeat('0123456789', 60000), 'UTF8'));
                SELECT lo_from_bytea(11001, 'a logo');
                SELECT lo_put(lo_create(11002), 300000, '\\x00ff');
                SELECT lo_from_bytea(12000, 'another''s');
                INSERT INTO account VALUES (1, 11001), (2, 12000);
                INSERT INTO doc VALUES (1, 1, 11000), (2, 1, 11002), (3, 1, 11000), (4, 1, 99999), (5, 1, 0), (6, 1, NULL),
                    (7, 2, 12000);
                """);
        product.setUp(MAP);
        engine = product.restoring(MAP);
        archive = Orders.export(engine, "1");
    }

    private RestoreResult restored(RestoreScope scope) {
        RestorePlan plan = engine.planRestore(archive, "1", scope);
        return engine.restore(new RestoreOrder(
                "rst_" + System.nanoTime(),
                Orders.ACCOUNT,
                "1",
                2,
                plan.rowsHash(),
                archive,
                scope,
                Product.digestKey(Orders.ACCOUNT),
                true,
                new byte[] {1}));
    }

    @Test
    void lost_ones_come_back_around_what_is_live_whether_their_rows_are_lost_or_not() throws SQLException {
        String before = product.ask(ALL_OBJECTS);
        Map<String, String> rows = product.fingerprint();
        product.run(
                "SELECT lo_unlink(11000), lo_unlink(11001), lo_unlink(11002); DELETE FROM doc WHERE id IN (2, 3, 4);"
                        + " INSERT INTO doc VALUES (90, 1, lo_from_bytea(11900, 'new'))");

        assertThat(restored(KEEP_LIVE)).isInstanceOf(RestoreResult.Restored.class);

        product.run("SELECT lo_unlink(11900); DELETE FROM doc WHERE id = 90");
        assertThat(product.ask(ALL_OBJECTS)).isEqualTo(before);
        assertThat(product.fingerprint()).isEqualTo(rows);
    }

    @Test
    void a_selection_brings_back_those_that_its_rows_name_and_no_others() throws SQLException {
        assertThat(product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1")))
                .isInstanceOf(ErasureResult.Erased.class);
        RestoreScope one = new RestoreScope(
                new RestoreScope.Selection(
                        List.of(new RestoreScope.Rows(
                                "public.doc",
                                List.of(new RestoreScope.Condition("id", RestoreScope.Op.EQ, List.of("2"))))),
                        List.of()),
                false);

        assertThat(restored(one)).isInstanceOf(RestoreResult.Restored.class);

        assertThat(product.ask("SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_largeobject_metadata"))
                .as("the document's, and that of the account's row")
                .isEqualTo("11001,11002,12000");
    }

    @Test
    void rows_whose_id_another_one_holds_by_now_are_left_out_and_changed_ones_kept() throws SQLException {
        product.run("DELETE FROM doc WHERE id IN (1, 2, 3); SELECT lo_unlink(11000), lo_unlink(11002);"
                + " SELECT lo_from_bytea(11000, 'taken'); INSERT INTO doc VALUES (91, 2, 11000);"
                + " SELECT lo_put(11001, 0, 'changed')");

        RestorePlan plan = engine.planRestore(archive, "1", KEEP_LIVE);
        assertThat(plan.findings()).extracting(Finding::rule).contains("large-objects-in-the-way", "rows-left-out");
        assertThat(restored(KEEP_LIVE)).isInstanceOf(RestoreResult.Restored.class);

        assertThat(product.ask("SELECT string_agg(id::text, ' ' ORDER BY id) FROM doc WHERE account_id = 1"))
                .isEqualTo("2 4 5 6");
        assertThat(product.ask(
                        "SELECT convert_from(lo_get(11000), 'UTF8') || ' ' || convert_from(lo_get(11001), 'UTF8')"))
                .isEqualTo("taken changed");
    }
}
