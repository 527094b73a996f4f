package io.reprieve.accountdata.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Triggers and cascades that would do more than was ordered: everything is rolled back, and they are named. */
class BesideTheOrderIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY);
            CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, title text);
            CREATE TABLE outbox (event text);
            CREATE TABLE stats (account integer, docs integer);
            INSERT INTO account VALUES (1), (2);
            INSERT INTO doc SELECT n, 1 + n % 2, 'doc ' || n FROM generate_series(1, 10) n;
            INSERT INTO stats SELECT n, 5 FROM generate_series(1, 2) n;
            """;

    private static final String MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc]
                ignored: [public.outbox, public.stats]
                notLinks: [public.stats.account]
            """;

    private static final String KNOWN = MAP + "    triggers: { fire: [meddle on public.doc] }\n";

    /** A trigger after each row of {@code doc}, on the event, that runs as the tables' owner. */
    private static String trigger(String event, String statement) {
        return "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN " + statement
                + "; RETURN NULL; END $$; CREATE TRIGGER meddle AFTER " + event
                + " ON doc FOR EACH ROW EXECUTE FUNCTION meddle();";
    }

    private static ErasureResult erase(Product product, DataMap map) throws SQLException {
        product.setUp(map);
        MemoryArchive archive = Orders.export(product.restoring(map), "1");
        Map<String, String> before = product.fingerprint();
        ErasureResult result = product.erasing(map).erase(Orders.erase("1", archive, "prg_1"));
        if (!(result instanceof ErasureResult.Erased)) {
            assertThat(product.fingerprint()).isEqualTo(before);
        }
        return result;
    }

    private static void assertRefused(ErasureResult result, String subject, String... words) {
        assertThat(result).isInstanceOfSatisfying(ErasureResult.Refused.class, refused -> assertThat(refused.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("beside-the-order");
                    assertThat(finding.subject()).isEqualTo(subject);
                    assertThat(finding.message()).contains(words);
                }));
    }

    @Test
    void what_a_known_trigger_records_elsewhere_is_let_be_and_told() throws SQLException {
        Product product = new Product(SCHEMA + trigger("DELETE", "INSERT INTO outbox VALUES ('gone ' || OLD.id)"));

        assertThat(erase(product, DataMap.parse(KNOWN)))
                .isInstanceOfSatisfying(ErasureResult.Erased.class, erased -> assertThat(erased.writtenByTriggers())
                        .isEqualTo(Map.of("public.outbox", 5L)));
    }

    @Test
    void so_is_what_a_trigger_records_that_was_there_when_the_product_was_set_up() throws SQLException {
        Product product = new Product(SCHEMA + trigger("DELETE", "INSERT INTO outbox VALUES ('gone ' || OLD.id)"));

        assertThat(erase(product, DataMap.parse(MAP)))
                .isInstanceOfSatisfying(ErasureResult.Erased.class, erased -> assertThat(erased.writtenByTriggers())
                        .isEqualTo(Map.of("public.outbox", 5L)));
    }

    private static final String COUNTS_DOWN = "UPDATE stats SET docs = docs - 1 WHERE account = OLD.account";

    @Test
    void a_trigger_nobody_listed_that_changes_rows_elsewhere_is_rolled_back_and_named() throws SQLException {
        Product product = new Product(SCHEMA + trigger("DELETE", COUNTS_DOWN));

        assertRefused(
                erase(product, DataMap.parse(MAP)), "public.stats", "5 updated", "meddle on public.doc", "'mute'");
    }

    @Test
    void a_trigger_that_people_listed_may_change_rows_elsewhere_and_it_is_told() throws SQLException {
        Product product = new Product(SCHEMA + trigger("DELETE", COUNTS_DOWN));

        assertThat(erase(product, DataMap.parse(KNOWN)))
                .isInstanceOfSatisfying(ErasureResult.Erased.class, erased -> assertThat(erased.writtenByTriggers())
                        .isEqualTo(Map.of("public.stats", 5L)));
    }

    @Test
    void a_trigger_that_is_muted_writes_nothing() throws SQLException {
        Product product = new Product(SCHEMA + trigger("DELETE", COUNTS_DOWN));
        DataMap muted =
                DataMap.parse(MAP + "    replicationRole: true\n    triggers: { mute: [meddle on public.doc] }\n");

        assertThat(erase(product, muted))
                .isInstanceOfSatisfying(ErasureResult.Erased.class, erased -> assertThat(erased.writtenByTriggers())
                        .isEmpty());
        assertThat(product.ask("SELECT sum(docs) FROM stats")).isEqualTo("10");
    }

    @Test
    void a_known_trigger_that_deletes_rows_of_somebody_else_is_rolled_back() throws SQLException {
        Product product = new Product(SCHEMA + trigger("DELETE", "DELETE FROM doc WHERE id = 1 AND OLD.id = 2"));

        assertRefused(erase(product, DataMap.parse(KNOWN)), "public.doc", "1 deleted");
    }

    @Test
    void a_known_trigger_that_copies_rows_to_another_account_is_rolled_back() throws SQLException {
        Product product = new Product(SCHEMA
                + trigger("DELETE", "INSERT INTO doc VALUES (OLD.id + 100, 2, 'a copy')")
                        .replace("FOR EACH ROW", "FOR EACH ROW WHEN (OLD.id = 2)"));

        assertRefused(erase(product, DataMap.parse(KNOWN)), "public.doc", "1 rows were inserted");
    }

    @Test
    void a_known_trigger_that_empties_a_table_is_rolled_back_although_nothing_counts_its_rows() throws SQLException {
        Product product = new Product(SCHEMA + trigger("DELETE", "TRUNCATE stats"));

        assertRefused(erase(product, DataMap.parse(KNOWN)), "public.stats", "truncated");
    }

    @Test
    void a_server_that_does_not_count_is_not_erased_from() throws SQLException {
        Product product = new Product(SCHEMA);
        product.run(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET track_counts = off', current_database()); END $$");

        assertThat(erase(product, DataMap.parse(MAP)))
                .isInstanceOfSatisfying(ErasureResult.Refused.class, refused -> assertThat(refused.findings())
                        .extracting(Finding::rule)
                        .containsExactly("counts-off"));
    }

    @Test
    void copies_that_no_erasure_reaches_are_told_in_its_result() throws SQLException {
        Product product = new Product(SCHEMA + "CREATE MATERIALIZED VIEW titles AS SELECT title FROM doc;"
                + " CREATE MATERIALIZED VIEW hours AS SELECT now() AS hour;");

        assertThat(erase(product, DataMap.parse(MAP)))
                .isInstanceOfSatisfying(
                        ErasureResult.Erased.class,
                        erased -> assertThat(erased.unreached()).singleElement().satisfies(finding -> {
                            assertThat(finding.subject()).isEqualTo("public.titles");
                            assertThat(finding.message()).contains("REFRESH MATERIALIZED VIEW public.titles");
                        }));
    }
}
