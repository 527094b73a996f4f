package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.archive.TableDifference;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.LargeObjects;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Large objects that an account's rows name go and come back with it, and nobody else's do. */
@Tag("every-version")
class LargeObjectsIT {

    private static final String MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc]
                largeObjects: [public.doc.scan, public.account.logo]
            """;

    private static final DataMap DATA_MAP = DataMap.parse(MAP);

    /** Of every large object: its id, owner, rights and content. */
    private static final String ALL_OBJECTS =
            "SELECT coalesce(string_agg(concat_ws(' ', oid, lomowner::regrole, lomacl,"
                    + " md5(lo_get(oid))), ', ' ORDER BY oid), '') FROM pg_largeobject_metadata";

    private static final String IDS =
            "SELECT coalesce(string_agg(oid::text, ',' ORDER BY oid), '') FROM pg_largeobject_metadata";

    private Product product;

    @BeforeEach
    void fill() throws SQLException {
        product = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY, logo oid);
                CREATE TABLE doc (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, scan oid);
                SELECT lo_from_bytea(11000, convert_to(repeat('0123456789', 60000), 'UTF8'));
                SELECT lo_create(11001);
                SELECT lo_put(lo_create(11002), 300000, '\\x00ff');
                SELECT lo_from_bytea(12000, 'another''s');
                GRANT SELECT ON LARGE OBJECT 11000 TO PUBLIC;
                ALTER LARGE OBJECT 11001 OWNER TO product_owner;
                GRANT SELECT, UPDATE ON LARGE OBJECT 11001 TO pg_monitor WITH GRANT OPTION;
                INSERT INTO account VALUES (1, 11001), (2, 12000);
                INSERT INTO doc VALUES (1, 1, 11000), (2, 1, 11002), (3, 1, 11000), (4, 1, 99999), (5, 1, 0), (6, 1, NULL),
                    (7, 2, 12000);
                """);
        product.setUp(DATA_MAP);
    }

    private ErasureResult erase(MemoryArchive archive) {
        return product.erasing(DATA_MAP).erase(Orders.erase("1", archive, "prg_1"));
    }

    @Test
    void they_go_out_and_come_back_under_their_own_ids_with_owner_and_rights() throws SQLException {
        String before = product.ask(ALL_OBJECTS);
        MemoryArchive archive = Orders.export(product.restoring(DATA_MAP), "1");
        assertThat(product.scratch()
                        .verify(archive, Product.digestKey(Orders.ACCOUNT))
                        .rowsDigest())
                .isEqualTo(archive.result().rowsDigest());
        Map<String, String> rows = product.fingerprint();

        assertThat(erase(archive)).isInstanceOf(ErasureResult.Erased.class);
        assertThat(product.ask(IDS)).isEqualTo("12000");

        RestorePlan plan = product.restoring(DATA_MAP).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));
        assertThat(plan.tables())
                .filteredOn(table -> table.name().equals(LargeObjects.NAME))
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.insert()).isEqualTo(3);
                    assertThat(table.equal()).isOne();
                });
        assertThat(plan.findings()).extracting(Finding::rule).containsExactly("large-objects-dangling");
        assertThat(Orders.restore(product.restoring(DATA_MAP), "1", archive, "rst_1"))
                .isInstanceOf(RestoreResult.Restored.class);
        assertThat(product.ask(ALL_OBJECTS)).isEqualTo(before);
        assertThat(product.fingerprint()).isEqualTo(rows);
    }

    @Test
    void what_is_still_there_and_the_same_is_left() throws SQLException {
        MemoryArchive archive = Orders.export(product.restoring(DATA_MAP), "1");
        String before = product.ask(ALL_OBJECTS);
        product.run("SELECT lo_unlink(11002)");

        assertThat(Orders.restore(product.restoring(DATA_MAP), "1", archive, "rst_1"))
                .isInstanceOf(RestoreResult.Restored.class);
        assertThat(product.ask(ALL_OBJECTS)).isEqualTo(before);
    }

    @Test
    void content_that_changed_after_the_backup_stops_the_erasure() throws SQLException {
        MemoryArchive archive = Orders.export(product.restoring(DATA_MAP), "1");
        product.run("SELECT lo_put(11000, 599999, 'x')");
        String before = product.ask(ALL_OBJECTS);

        assertThat(erase(archive))
                .isInstanceOfSatisfying(ErasureResult.ContentMoved.class, moved -> assertThat(moved.differences())
                        .extracting(TableDifference::name)
                        .containsExactly(LargeObjects.NAME));
        assertThat(product.ask(ALL_OBJECTS)).isEqualTo(before);
    }

    @Test
    void a_writer_who_commits_while_the_erasure_waits_for_it_is_seen() throws Exception {
        MemoryArchive archive = Orders.export(product.restoring(DATA_MAP), "1");
        try (Connection writer = product.connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("SELECT lo_put(11000, 0, 'changed')");
            CompletableFuture<ErasureResult> erasure = CompletableFuture.supplyAsync(() -> erase(archive));
            while (product.ask("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation ="
                            + " 'pg_largeobject'::regclass")
                    .equals("0")) {
                assertThat(erasure).isNotDone();
                Thread.onSpinWait();
            }
            writer.commit();

            assertThat(erasure.get()).isInstanceOf(ErasureResult.ContentMoved.class);
        }
        assertThat(product.ask(IDS)).isEqualTo("11000,11001,11002,12000");
    }

    @Test
    void one_that_two_accounts_name_keeps_both() throws SQLException {
        MemoryArchive archive = Orders.export(product.restoring(DATA_MAP), "1");
        product.run("UPDATE account SET logo = 11002 WHERE id = 2");

        assertThat(erase(archive))
                .isInstanceOfSatisfying(ErasureResult.Refused.class, refused -> assertThat(refused.findings())
                        .singleElement()
                        .satisfies(finding -> {
                            assertThat(finding.rule()).isEqualTo("large-object-shared");
                            assertThat(finding.subject()).isEqualTo("public.account.logo");
                            assertThat(finding.message()).contains("id=2 (large object 11002)");
                        }));
        assertThat(product.erasing(DATA_MAP).crossAccountEdges("2"))
                .extracting(Finding::subject)
                .containsExactly("public.doc.scan");
    }

    @Test
    void an_id_that_somebody_took_meanwhile_is_foreseen() throws SQLException {
        MemoryArchive archive = Orders.export(product.restoring(DATA_MAP), "1");
        erase(archive);
        product.run("SELECT lo_from_bytea(11002, 'new')");

        RestorePlan plan = product.restoring(DATA_MAP).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));

        assertThat(plan.runnable()).isFalse();
        assertThat(plan.findings())
                .filteredOn(finding -> finding.rule().equals("large-objects-in-the-way"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("(11002)"));
    }

    @Test
    void the_logins_reach_only_what_rows_name_and_fill_only_what_they_made() throws SQLException {
        product.run("SELECT lo_from_bytea(13000, 'of no row')");
        DataSource eraser = product.login(product.eraser());
        DataSource restorer = product.login(product.restorer());

        refused(eraser, "SELECT * FROM reprieve.large_object(13000, false)", "no row names large object 13000");
        refused(eraser, "SELECT reprieve.unlink_large_object(13000)", "no row names large object 13000");
        refused(restorer, "SELECT reprieve.make_large_object(13001, 'product_owner', NULL)", "no row names");
        refused(restorer, "SELECT reprieve.fill_large_object(12000, 0, 'x')", "was not made by this transaction");
        refused(restorer, "SELECT reprieve.unlink_large_object(12000)", "permission denied");
        refused(restorer, "SELECT lo_get(12000)", "permission denied");
        refused(eraser, "SELECT reprieve.make_large_object(99999, 'product_owner', NULL)", "permission denied");
    }

    private static void refused(DataSource login, String sql, String word) {
        assertThatThrownBy(() -> {
                    try (Connection connection = login.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                })
                .hasMessageContaining(word);
    }

    private List<String> errors(String map) {
        return AccountEngine.of(DataMap.parse(map), product.admin(), Optional.empty()).check().findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> finding.rule() + " " + finding.subject())
                .toList();
    }

    @Test
    void columns_have_to_be_declared_and_of_a_type_that_can_name_them() throws SQLException {
        assertThat(errors(MAP)).isEmpty();
        assertThat(errors(MAP.replace(", public.account.logo", "")))
                .containsExactlyInAnyOrder(
                        "column-not-handled public.account.logo", "large-objects-denied pg_catalog.pg_largeobject");
        assertThat(errors(MAP.replace("[public.doc.scan", "[public.doc.scan, public.doc.id, public.doc.nil")))
                .containsExactlyInAnyOrder("large-objects-type public.doc.id", "large-objects-missing public.doc.nil");
        assertThat(product.erasing(DATA_MAP).check().findings())
                .filteredOn(finding -> finding.subject().equals("public.doc.scan"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).contains("CREATE INDEX CONCURRENTLY ON public.doc (scan)"));

        product.setUp(DataMap.parse(MAP.replaceFirst("(?m)^ *largeObjects.*\n", "") + "    ignored: []\n"));
        assertThat(errors(MAP)).containsExactly("large-objects-denied pg_catalog.pg_largeobject");
    }

    @Test
    void columns_of_type_lo_need_no_entry_and_their_trigger_is_to_be_muted() throws SQLException {
        product.run(
                "CREATE EXTENSION lo; ALTER TABLE doc ALTER scan TYPE lo; CREATE TRIGGER manage BEFORE UPDATE OR DELETE"
                        + " ON doc FOR EACH ROW EXECUTE FUNCTION lo_manage(scan)");
        String lo = MAP.replace("public.doc.scan, ", "");
        product.setUp(DataMap.parse(lo));

        assertThat(errors(lo)).containsExactly("trigger-removes-large-objects manage on public.doc");
        String muted = lo + "    replicationRole: true\n    triggers: { mute: [manage on public.doc] }\n";
        String before = product.ask(ALL_OBJECTS);
        assertThat(AccountJourney.outAndIn(product, DataMap.parse(muted), "1"))
                .containsExactly("public.account", "public.doc");
        assertThat(product.ask(ALL_OBJECTS)).isEqualTo(before);
    }
}
