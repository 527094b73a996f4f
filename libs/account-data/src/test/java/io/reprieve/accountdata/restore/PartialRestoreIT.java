package io.reprieve.accountdata.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.order.RestoreScope.Condition;
import io.reprieve.accountdata.order.RestoreScope.Op;
import io.reprieve.accountdata.order.RestoreScope.Rows;
import io.reprieve.accountdata.order.RestoreScope.Selection;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Part of an account, or all of it around what is live. */
class PartialRestoreIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY, name text);
            CREATE TABLE doc (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account,
                              title text UNIQUE, first_part integer);
            CREATE TABLE part (id integer PRIMARY KEY, doc_id integer NOT NULL REFERENCES doc, about integer REFERENCES part);
            ALTER TABLE doc ADD FOREIGN KEY (first_part) REFERENCES part DEFERRABLE INITIALLY DEFERRED;
            CREATE TABLE tally (account integer, n integer);
            INSERT INTO account SELECT n, 'account ' || n FROM generate_series(1, 3) n;
            INSERT INTO doc SELECT n, 1 + n % 3, 'doc ' || n FROM generate_series(1, 30) n;
            INSERT INTO part SELECT n, 1 + n % 30, CASE WHEN n > 30 THEN n - 30 END FROM generate_series(1, 90) n;
            UPDATE doc SET first_part = (SELECT min(id) FROM part WHERE doc_id = doc.id);
            INSERT INTO tally SELECT 1 + n % 3, n / 6 FROM generate_series(1, 18) n;
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
    private static final RestoreScope KEEP_LIVE = new RestoreScope(null, true);
    private static final String GONE = """
            SET session_replication_role = replica;
            DELETE FROM part WHERE doc_id IN (SELECT id FROM doc WHERE account_id = 2);
            DELETE FROM doc WHERE account_id = 2; DELETE FROM tally WHERE account = 2; DELETE FROM account WHERE id = 2;
            SET session_replication_role = origin""";

    private Product product;
    private AccountEngine engine;
    private MemoryArchive archive;

    @BeforeEach
    void archive_an_account() throws SQLException {
        product = new Product(SCHEMA);
        product.setUp(MAP);
        engine = product.restoring(MAP);
        archive = Orders.export(engine, KEY);
    }

    @Test
    void selected_rows_come_back_with_what_they_refer_to_and_nothing_else() throws SQLException {
        product.run(GONE);
        RestoreScope one = rows(new Rows("public.part", List.of(new Condition("id", Op.EQ, List.of("90")))));

        RestorePlan plan = engine.planRestore(archive, KEY, one);
        assertThat(plan.runnable()).as(plan.findings().toString()).isTrue();
        assertThat(inserts(plan))
                .containsAllEntriesOf(Map.of("public.account", 1L, "public.doc", 1L, "public.part", 3L));
        assertThat(plan.findings()).extracting(Finding::rule).contains("rows-pulled-in");
        assertThat(restored(one, plan)).isInstanceOf(RestoreResult.Restored.class);

        assertThat(list("SELECT id FROM part WHERE doc_id = 1 ORDER BY id")).containsExactly("30", "60", "90");
        assertThat(list("SELECT id FROM doc WHERE account_id = 2")).containsExactly("1");
        assertThat(list("SELECT n FROM tally WHERE account = 2")).isEmpty();
    }

    @Test
    void what_is_live_stays_as_it_is_and_everything_else_comes_back() throws SQLException {
        product.run("SET session_replication_role = replica; DELETE FROM part WHERE doc_id IN (1, 4, 7);"
                + " DELETE FROM doc WHERE id IN (1, 4, 7); DELETE FROM tally WHERE account = 2 AND n = 1;"
                + " UPDATE doc SET title = 'changed' WHERE id = 10; INSERT INTO doc VALUES (100, 2, 'new');"
                // Somebody else's row holds the title of a document that was lost.
                + " INSERT INTO doc VALUES (101, 3, 'doc 4'); SET session_replication_role = origin");
        assertThat(engine.planRestore(archive, KEY, RestoreScope.WHOLE).runnable())
                .isFalse();

        RestorePlan plan = engine.planRestore(archive, KEY, KEEP_LIVE);
        assertThat(plan.runnable()).as(plan.findings().toString()).isTrue();
        assertThat(inserts(plan)).containsAllEntriesOf(Map.of("public.doc", 2L, "public.part", 6L));
        assertThat(plan.findings())
                .filteredOn(finding -> finding.rule().equals("rows-left-out"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("id=3;", "id=33", "id=63"));
        assertThat(restored(KEEP_LIVE, plan)).isInstanceOf(RestoreResult.Restored.class);

        assertThat(list("SELECT id FROM doc WHERE account_id = 2 AND id IN (1, 4, 7, 100) ORDER BY id"))
                .containsExactly("1", "7", "100");
        assertThat(product.ask("SELECT string_agg(title, ', ' ORDER BY id) FROM doc WHERE id IN (10, 101)"))
                .isEqualTo("changed, doc 4");
        assertThat(list("SELECT count(*) FROM tally WHERE account = 2")).containsExactly("6");
    }

    @Test
    void of_many_rows_that_are_left_out_twenty_are_named() throws SQLException {
        product.run("INSERT INTO part SELECT n, 1 FROM generate_series(1000, 1999) n");
        archive = Orders.export(engine, KEY);
        product.run(
                "SET session_replication_role = replica; DELETE FROM part WHERE doc_id = 1; DELETE FROM doc WHERE id = 1;"
                        + " INSERT INTO doc VALUES (101, 3, 'doc 1'); SET session_replication_role = origin");

        assertThat(engine.planRestore(archive, KEY, KEEP_LIVE).findings())
                .filteredOn(finding -> finding.rule().equals("rows-left-out"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("1003 archived rows cannot come back")
                        .contains("(id=1000; id=1001; ", "; id=1019)"));
    }

    @Test
    void a_link_that_is_part_of_a_composite_key_is_set_again_only_where_its_row_is() throws SQLException {
        Product cabinet = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE doc (account_id integer REFERENCES account, no integer, title text UNIQUE,
                                  PRIMARY KEY (account_id, no));
                CREATE TABLE person (id integer PRIMARY KEY, account_id integer, doc_no integer,
                                     FOREIGN KEY (account_id, doc_no) REFERENCES doc);
                INSERT INTO account VALUES (1), (2);
                INSERT INTO doc VALUES (1, 1, 'a'), (1, 2, 'b'), (2, 1, 'c');
                INSERT INTO person VALUES (1, 1, 1), (2, 1, 2), (3, 2, 1);
                """);
        DataMap map = DataMap.parse("""
                sources:
                  - name: app
                    kind: postgresql
                    root: { table: public.account, key: id }
                    owned: [public.doc]
                    shared: [public.person]
                    unlink: [public.person.doc_no]
                """);
        cabinet.setUp(map);
        MemoryArchive linked = Orders.export(cabinet.restoring(map), "1");
        cabinet.run("UPDATE person SET doc_no = NULL WHERE account_id = 1; DELETE FROM doc WHERE account_id = 1;"
                // Its title is taken: document 2 cannot come back.
                + " INSERT INTO doc VALUES (2, 2, 'b')");

        RestorePlan plan = cabinet.restoring(map).planRestore(linked, "1", KEEP_LIVE);
        assertThat(plan.runnable()).as(plan.findings().toString()).isTrue();
        assertThat(inserts(plan)).containsEntry("public.doc", 1L).containsEntry("public.person.doc_no", 1L);
        assertThat(restored(cabinet.restoring(map), linked, "1", KEEP_LIVE, plan))
                .isInstanceOf(RestoreResult.Restored.class);
        assertThat(cabinet.ask(
                        "SELECT string_agg(id || ' ' || coalesce(doc_no::text, '-'), ', ' ORDER BY id) FROM person"))
                .isEqualTo("1 1, 2 -, 3 1");
    }

    @Test
    void a_partial_plan_is_of_its_scope_alone_and_goes_stale_when_the_data_moves() throws SQLException {
        product.run(GONE);
        RestoreScope some = rows(new Rows("public.tally", List.of(new Condition("n", Op.IN, List.of("1", "2")))));
        RestorePlan plan = engine.planRestore(archive, KEY, some);
        assertThat(plan.planHash())
                .isNotEqualTo(
                        engine.planRestore(archive, KEY, RestoreScope.WHOLE).planHash());
        assertThat(restored(KEEP_LIVE, plan)).isInstanceOf(RestoreResult.PlanMoved.class);

        product.run("INSERT INTO tally VALUES (2, 1)");
        assertThat(restored(some, plan)).isInstanceOf(RestoreResult.PlanMoved.class);
        assertThat(restored(some, engine.planRestore(archive, KEY, some))).isInstanceOf(RestoreResult.Restored.class);
        assertThat(list("SELECT count(*) FROM tally WHERE account = 2")).containsExactly("4");
    }

    @Test
    void a_selection_is_never_sql() throws SQLException {
        product.run(GONE);
        for (Rows invalid : List.of(
                new Rows("public.unknown", List.of()),
                new Rows("public.doc", List.of(new Condition("id = 1 OR 1", Op.EQ, List.of("1")))),
                new Rows("public.doc", List.of(new Condition("id", Op.EQ, List.of("1 OR true")))),
                new Rows("public.doc", List.of(new Condition("id", Op.EQ, List.of()))))) {
            assertThat(engine.planRestore(archive, KEY, rows(invalid)).findings())
                    .extracting(Finding::rule)
                    .containsExactly("selection-invalid");
        }
        RestoreScope quoted =
                rows(new Rows("public.doc", List.of(new Condition("title", Op.EQ, List.of("' OR '1'='1")))));
        assertThat(inserts(engine.planRestore(archive, KEY, quoted))).containsEntry("public.doc", 0L);
    }

    private List<String> list(String query) throws SQLException {
        String all = product.ask("SELECT string_agg(v::text, ' ') FROM (" + query + ") q (v)");
        return all == null || all.isEmpty() ? List.of() : List.of(all.split(" (?=[0-9])"));
    }

    private static RestoreScope rows(Rows rows) {
        return new RestoreScope(new Selection(List.of(rows), List.of()), false);
    }

    private static Map<String, Long> inserts(RestorePlan plan) {
        return plan.tables().stream()
                .collect(java.util.stream.Collectors.toMap(RestorePlan.TablePlan::name, RestorePlan.TablePlan::insert));
    }

    private RestoreResult restored(RestoreScope scope, RestorePlan plan) {
        return restored(engine, archive, KEY, scope, plan);
    }

    private static RestoreResult restored(
            AccountEngine engine, MemoryArchive archive, String key, RestoreScope scope, RestorePlan plan) {
        return engine.restore(new RestoreOrder(
                "rst_" + System.nanoTime(),
                Orders.ACCOUNT,
                key,
                2,
                plan.rowsHash(),
                archive,
                scope,
                Product.digestKey(Orders.ACCOUNT),
                true,
                new byte[] {1}));
    }
}
