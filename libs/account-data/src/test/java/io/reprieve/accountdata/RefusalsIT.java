package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableDifference;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Data that ties accounts together, triggers that meddle, and restores that would overwrite: refused, with rows named. */
class RefusalsIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc, public.share, public.folder]
                shared: [public.plan]
            """);

    private static final String SCHEMA = """
            CREATE TABLE plan (code text PRIMARY KEY);
            INSERT INTO plan VALUES ('a'), ('b');
            CREATE TABLE account (id integer PRIMARY KEY, plan text REFERENCES plan, email text UNIQUE);
            CREATE TABLE doc (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, secret text);
            CREATE TABLE share (id integer PRIMARY KEY, doc_id integer NOT NULL REFERENCES doc ON DELETE CASCADE,
                with_account integer REFERENCES account ON DELETE SET NULL);
            CREATE TABLE folder (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account,
                parent integer REFERENCES folder ON DELETE CASCADE);
            INSERT INTO account VALUES (1, 'a', 'one@x.example'), (2, 'b', 'two@x.example');
            INSERT INTO doc (account_id, secret) SELECT 1 + n % 2, 'content of ' || n FROM generate_series(1, 6) n;
            INSERT INTO share VALUES (1, 2, 1), (2, 1, NULL), (3, 1, 2);
            INSERT INTO folder VALUES (1, 1, NULL), (2, 1, 1), (3, 2, NULL);
            """;

    private static Product product(String more) throws SQLException {
        Product product = new Product(SCHEMA + more);
        product.setUp(MAP);
        return product;
    }

    private static ErasureResult erase(Product product, String key) {
        MemoryArchive archive = Orders.export(product.restoring(MAP), key);
        return product.erasing(MAP).erase(Orders.erase(key, archive, "prg_1"));
    }

    @Test
    void a_row_shared_with_another_account_is_an_edge_that_names_the_row_by_key_alone() throws SQLException {
        Product product = product("INSERT INTO share VALUES (77, 2, 2)");

        List<Finding> seenFromOne = product.erasing(MAP).crossAccountEdges("1");
        List<Finding> seenFromTwo = product.erasing(MAP).crossAccountEdges("2");

        assertThat(seenFromOne).singleElement().satisfies(edge -> {
            assertThat(edge.rule()).isEqualTo("cross-account-edge");
            assertThat(edge.message()).contains("public.share: id=77").doesNotContain("content");
        });
        assertThat(seenFromTwo)
                .singleElement()
                .satisfies(edge -> assertThat(edge.message()).contains("id=77").contains("SET NULL would change them"));
    }

    @Test
    void an_account_with_an_edge_can_be_backed_up_and_not_be_erased() throws SQLException {
        Product product = product("INSERT INTO share VALUES (77, 2, 2)");
        Map<String, String> before = product.fingerprint();
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");

        ErasureResult result = product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1"));

        assertThat(archive.contents()).extracting(TableContent::name).contains("public.share");
        assertThat(result).isInstanceOfSatisfying(ErasureResult.Refused.class, refused -> assertThat(refused.findings())
                .extracting(Finding::rule)
                .containsOnly("cross-account-edge"));
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void an_edge_that_appears_after_the_backup_stops_the_erasure() throws SQLException {
        Product product = product("");
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        product.run("INSERT INTO folder VALUES (9, 2, 2)");
        Map<String, String> before = product.fingerprint();

        ErasureResult result = product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1"));

        assertThat(result).isInstanceOfSatisfying(ErasureResult.Refused.class, refused -> assertThat(refused.findings())
                .first()
                .satisfies(finding -> assertThat(finding.message()).contains("id=9", "CASCADE would delete them")));
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_table_that_appears_after_the_backup_stops_the_erasure() throws SQLException {
        Product product = product("");
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        product.run(
                "CREATE TABLE extra (account integer REFERENCES account ON DELETE CASCADE); INSERT INTO extra VALUES (1)");

        assertThat(product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1")))
                .isInstanceOf(ErasureResult.Refused.class);
        assertThat(product.ask("SELECT count(*) FROM extra")).isEqualTo("1");
    }

    @Test
    void an_order_withdrawn_while_its_rows_go_leaves_them_all() throws SQLException {
        Product product = product("");
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        Map<String, String> before = product.fingerprint();

        assertThat(product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1", () -> false)))
                .asInstanceOf(type(ErasureResult.Refused.class))
                .satisfies(refused ->
                        assertThat(refused.findings()).extracting(Finding::rule).containsExactly("order-withdrawn"));
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_table_kept_in_a_storage_nobody_knows_is_refused() throws SQLException {
        Product product = product("CREATE ACCESS METHOD odd TYPE TABLE HANDLER heap_tableam_handler;"
                + " CREATE TABLE shelf (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account) USING odd;"
                + " CREATE INDEX ON shelf (account)");
        DataMap map = DataMap.parse(MAP.text().replace("owned: [", "owned: [public.shelf, "));
        product.setUp(map);

        assertThat(product.erasing(map).check().findings())
                .filteredOn(finding -> finding.rule().equals("table-not-handled"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo("public.shelf");
                    assertThat(finding.message()).contains("odd", "SET ACCESS METHOD heap");
                });
    }

    @Test
    void a_trigger_that_keeps_rows_from_going_stops_the_erasure() throws SQLException {
        Product product = product(
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                        + " CREATE TRIGGER keep BEFORE DELETE ON folder FOR EACH ROW WHEN (OLD.id = 2) EXECUTE FUNCTION keep()");
        Map<String, String> before = product.fingerprint();

        DataMap known = DataMap.parse(MAP.text() + "    triggers: { fire: [keep on public.folder] }\n");
        MemoryArchive archive = Orders.export(product.restoring(known), "1");

        assertThat(product.erasing(known).erase(Orders.erase("1", archive, "prg_1")))
                .isEqualTo(new ErasureResult.ContentMoved(List.of(new TableDifference("public.folder", 2, 1, true))));
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_trigger_that_alters_restored_rows_is_found_out_before_the_commit() throws SQLException {
        Product product = product("");
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1"));
        product.run("CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN NEW.secret := upper(NEW.secret); RETURN NEW; END';"
                + " CREATE TRIGGER meddle BEFORE INSERT ON doc FOR EACH ROW EXECUTE FUNCTION meddle()");
        Map<String, String> before = product.fingerprint();

        assertThat(Orders.restore(product.restoring(MAP), "1", archive, "rst_1"))
                .isEqualTo(new RestoreResult.DigestDiffers(List.of(new TableDifference("public.doc", 3, 3, true))));
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_restore_beside_changed_rows_says_which_and_overwrites_nothing() throws SQLException {
        Product product = product("");
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        product.run("UPDATE doc SET secret = 'newer' WHERE id = 2; DELETE FROM folder WHERE id = 2;"
                + " INSERT INTO folder VALUES (50, 1, NULL); DELETE FROM share WHERE id = 1; DELETE FROM doc WHERE id = 4;"
                + " INSERT INTO doc VALUES (4, 2, 'taken')");

        RestorePlan plan = product.restoring(MAP).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));

        assertThat(plan.tables())
                .extracting(Object::toString)
                .anyMatch(table -> table.contains("public.doc, insert=0, equal=1, changed=1, extra=0, taken=1"))
                .anyMatch(table -> table.contains("public.folder, insert=1, equal=1, changed=0, extra=1, taken=0"))
                .anyMatch(table -> table.contains("public.share, insert=1, equal=0, changed=0, extra=0, taken=0"));
        assertThat(plan.findings().toString())
                .contains("1 live rows differ from the archive (id=2)", "1 are not in it (id=50)")
                .contains("doc_pkey of public.doc", "archived id=4 against another account's id=4")
                .doesNotContain("newer");
        assertThat(Orders.restore(product.restoring(MAP), "1", archive, "rst_1"))
                .isInstanceOf(RestoreResult.Refused.class);
    }

    @Test
    void a_unique_value_that_somebody_took_meanwhile_is_foreseen() throws SQLException {
        Product product = product("");
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1"));
        product.run("INSERT INTO account VALUES (3, 'a', 'one@x.example')");

        RestorePlan plan = product.restoring(MAP).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));

        assertThat(plan.findings()).singleElement().satisfies(finding -> assertThat(finding.toString())
                .contains("account_email_key of public.account", "archived id=1 against another account's id=3"));
    }

    @Test
    void a_shared_row_that_is_gone_is_foreseen() throws SQLException {
        Product product = product("");
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1"));
        product.run("DELETE FROM plan WHERE code = 'a'");

        RestorePlan plan = product.restoring(MAP).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));

        assertThat(plan.findings()).extracting(Finding::rule).containsExactly("reference-gone");
    }

    @Test
    void what_is_still_live_and_equal_is_left_and_the_rest_comes_back() throws SQLException {
        Product product = product("");
        Map<String, String> before = product.fingerprint();
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        product.run("DELETE FROM folder WHERE id = 2; DELETE FROM share WHERE id = 1; DELETE FROM doc WHERE id = 2");

        RestoreResult result = Orders.restore(product.restoring(MAP), "1", archive, "rst_1");

        assertThat(result)
                .isInstanceOfSatisfying(RestoreResult.Restored.class, restored -> assertThat(restored.inserted())
                        .isEqualTo(3));
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_plan_that_moved_is_not_run() throws SQLException {
        Product product = product("");
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        AccountEngine engine = product.restoring(MAP);
        RestorePlan plan = engine.planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));
        product.run("DELETE FROM folder WHERE id = 2");

        assertThat(engine.restore(Orders.restore("1", archive, plan.rowsHash(), "rst_1")))
                .isInstanceOf(RestoreResult.PlanMoved.class);
    }
}
