package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a data map is refused for, against real catalogs; each refusal names its subject. */
class MapCheckIT {

    private static final String BASE = """
            CREATE TABLE account (id integer PRIMARY KEY, name text);
            CREATE TABLE doc (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account);
            """;

    private static final String MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc%s]
            """;

    private static final String EMPTY = """
            DROP SCHEMA public CASCADE;
            DROP SCHEMA IF EXISTS "Other One" CASCADE;
            CREATE SCHEMA public;
            """;

    private static Product product;

    @BeforeAll
    static void start() throws SQLException {
        product = new Product(BASE);
        product.setUp(DataMap.parse(MAP.formatted("")));
    }

    private static List<String> errors(String more, String map) throws SQLException {
        return found(more, map).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> finding.rule() + " " + finding.subject())
                .toList();
    }

    /** As the administrator sees it, in a schema made anew. */
    private static List<Finding> found(String more, String map) throws SQLException {
        product.run(EMPTY + BASE + more);
        return now(map);
    }

    private static List<Finding> now(String map) {
        return AccountEngine.of(DataMap.parse(map), product.admin(), Optional.empty())
                .check()
                .findings();
    }

    private static List<String> errors(String more) throws SQLException {
        return errors(more, MAP.formatted(""));
    }

    private static List<String> errorsWithMore(String more, String owned) throws SQLException {
        return errors(more, MAP.formatted(", " + owned));
    }

    @Test
    void a_map_that_accounts_for_everything_passes() throws SQLException {
        assertThat(errors("SELECT 1")).isEmpty();
    }

    @Test
    void a_column_marked_as_personal_has_to_be_there() throws SQLException {
        assertThat(errors(
                        "SELECT 1",
                        MAP.formatted("")
                                + "    personal: [public.account.name, public.account.mail, public.gone.email]"))
                .containsExactly("personal-missing public.account.mail", "personal-missing public.gone.email");
    }

    @Test
    void a_new_table_is_named() throws SQLException {
        assertThat(errors("CREATE TABLE surprise (id integer)")).containsExactly("table-unaccounted public.surprise");
    }

    @Test
    void a_new_foreign_key_from_outside_is_named_with_what_it_would_do() throws SQLException {
        assertThat(errors(
                        "CREATE TABLE note (id integer PRIMARY KEY, doc integer REFERENCES doc ON DELETE CASCADE)",
                        MAP.formatted("") + "    shared: [public.note]\n"))
                .containsExactly("reached-from-outside note_doc_fkey of public.note to public.doc");
    }

    @Test
    void a_root_that_refers_to_itself_is_refused() throws SQLException {
        assertThat(errors("ALTER TABLE account ADD COLUMN parent integer REFERENCES account"))
                .containsExactly("root-references-itself account_parent_fkey of public.account to public.account");
    }

    @Test
    void an_owned_table_that_no_key_leads_from_has_to_say_how_it_belongs() throws SQLException {
        assertThat(errorsWithMore("CREATE TABLE loose (id integer PRIMARY KEY, account integer)", "public.loose"))
                .containsExactly("no-path public.loose");
        assertThat(errorsWithMore(
                        "CREATE TABLE loose (id integer PRIMARY KEY, account integer)",
                        "{ table: public.loose, where: 'account = :key' }"))
                .isEmpty();
    }

    @Test
    void a_declaration_that_postgresql_does_not_accept_is_refused() throws SQLException {
        assertThat(errorsWithMore("CREATE TABLE loose (id integer)", "{ table: public.loose, where: 'acount = :key' }"))
                .containsExactly("where-invalid public.loose");
    }

    @Test
    void columns_that_no_archive_can_hold_are_named() throws SQLException {
        assertThat(errors("ALTER TABLE doc ADD COLUMN blob oid, ADD COLUMN tables regclass[]"))
                .containsExactly("column-not-handled public.doc.blob", "column-not-handled public.doc.tables");
    }

    @Test
    void loose_heirs_rules_and_single_partition_keys_are_refused() throws SQLException {
        assertThat(errors(
                        "CREATE TABLE special () INHERITS (doc)",
                        MAP.formatted("") + "    ignored: [public.special]\n"))
                .contains("column-unaccounted public.special.account_id");
        assertThat(errors("CREATE RULE keep AS ON DELETE TO doc DO INSTEAD NOTHING"))
                .containsExactly("table-not-handled public.doc");
        assertThat(errorsWithMore(
                        "CREATE TABLE log (n integer, account integer NOT NULL) PARTITION BY RANGE (n);"
                                + " CREATE TABLE log1 PARTITION OF log FOR VALUES FROM (1) TO (9);"
                                + " ALTER TABLE log1 ADD FOREIGN KEY (account) REFERENCES account",
                        "public.log"))
                .containsExactly("foreign-key-not-handled log1_account_fkey of public.log to public.account");
    }

    @Test
    void row_security_that_would_filter_is_refused_rather_than_suffered() throws SQLException {
        Product product = new Product(BASE + "INSERT INTO account VALUES (1)");
        DataMap map = DataMap.parse(MAP.formatted(""));
        product.setUp(map);
        product.run("ALTER TABLE doc ENABLE ROW LEVEL SECURITY");

        assertThat(product.erasing(map).check().findings())
                .extracting(Finding::rule)
                .contains("row-security");
        assertThatThrownBy(() -> Orders.export(product.restoring(map), "1"))
                .isInstanceOf(AccountDataException.class)
                .hasMessageContaining("row-level security");
    }

    @Test
    void foreign_keys_whose_triggers_are_off_are_refused() throws SQLException {
        assertThat(errors("ALTER TABLE doc DISABLE TRIGGER ALL"))
                .containsExactly("foreign-key-not-handled doc_account_id_fkey of public.doc to public.account");
    }

    @Test
    void the_ledger_has_to_be_there() throws SQLException {
        Product product = new Product(BASE);

        assertThat(AccountEngine.of(DataMap.parse(MAP.formatted("")), product.admin(), Optional.empty())
                        .check()
                        .findings())
                .extracting(Finding::rule)
                .contains("ledger-missing");
    }

    private static List<String> findings(String more, String map) throws SQLException {
        return words(found(more, map));
    }

    private static List<String> words(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> !finding.rule().equals("no-fence"))
                .map(finding ->
                        finding.severity() + " " + finding.rule() + " " + finding.subject() + ": " + finding.message())
                .toList();
    }

    @Test
    void every_kind_of_new_table_is_named_and_temporary_ones_are_nobodys() throws SQLException {
        assertThat(errors("""
                        CREATE TABLE hits (n integer) PARTITION BY RANGE (n);
                        CREATE TABLE hits1 PARTITION OF hits FOR VALUES FROM (1) TO (9);
                        CREATE EXTENSION postgres_fdw;
                        CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;
                        CREATE FOREIGN TABLE afar (n integer) SERVER far;
                        CREATE UNLOGGED TABLE quick (n integer);
                        CREATE SCHEMA "Other One";
                        CREATE TABLE "Other One"."Tab" (n integer);
                        CREATE TEMPORARY TABLE mine (n integer);
                        CREATE VIEW seen AS SELECT * FROM doc;
                        """))
                .containsExactly(
                        "table-unaccounted \"Other One\".\"Tab\"",
                        "table-unaccounted public.afar",
                        "table-unaccounted public.hits",
                        "table-unaccounted public.quick");
    }

    @Test
    void what_a_purge_does_not_reach_is_reported() throws SQLException {
        assertThat(findings("""
                        CREATE EXTENSION postgres_fdw;
                        CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;
                        CREATE FOREIGN TABLE afar (n integer) SERVER far;
                        CREATE VIEW seen AS SELECT id AS doc FROM doc;
                        CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM seen;
                        CREATE MATERIALIZED VIEW today AS SELECT now() AS at;
                        ALTER TABLE doc SET UNLOGGED;
                        """, MAP.formatted("") + "    ignored: [public.afar]\n"))
                .satisfiesExactlyInAnyOrder(
                        found -> assertThat(found)
                                .startsWith("NOTE foreign-table public.afar: its rows lie in another server"),
                        found -> assertThat(found)
                                .startsWith("NOTE materialised-view public.counted:")
                                .contains("copies of rows of public.doc", "REFRESH MATERIALIZED VIEW public.counted"),
                        found -> assertThat(found)
                                .startsWith(
                                        "NOTE materialised-view-of-others public.today: is a materialised view of nothing"),
                        found -> assertThat(found).startsWith("NOTE views public.seen: 1 views"),
                        found -> assertThat(found).startsWith("NOTE unlogged public.doc"),
                        found -> assertThat(found).startsWith("NOTE index-missing doc_account_id_fkey"));
    }

    @Test
    void a_foreign_table_among_the_owned_ones_and_a_foreign_partition_are_refused() throws SQLException {
        String fdw = "CREATE EXTENSION postgres_fdw; CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;";

        assertThat(errorsWithMore(
                        fdw + " CREATE FOREIGN TABLE afar (account integer) SERVER far",
                        "{ table: public.afar, where: account = :key }"))
                .containsExactly("table-not-handled public.afar");
        assertThat(errorsWithMore(
                        fdw + " CREATE TABLE hit (account integer) PARTITION BY LIST (account);"
                                + " CREATE FOREIGN TABLE hit1 PARTITION OF hit FOR VALUES IN (1) SERVER far",
                        "{ table: public.hit, where: account = :key }"))
                .containsExactly("table-not-handled public.hit");
    }

    @Test
    void a_partition_stands_for_nothing_and_one_taken_off_is_noticed() throws SQLException {
        String log = "CREATE TABLE log (n integer, account integer NOT NULL REFERENCES account) PARTITION BY RANGE (n);"
                + " CREATE TABLE log1 PARTITION OF log FOR VALUES FROM (1) TO (9);"
                + " CREATE TABLE log9 PARTITION OF log FOR VALUES FROM (9) TO (99);";

        assertThat(errorsWithMore(log, "public.log, public.log1"))
                .contains("partition-listed public.log1")
                .noneMatch(error -> error.startsWith("table-missing"));
        assertThat(findings(log + " ALTER TABLE log DETACH PARTITION log1", MAP.formatted(", public.log")))
                .filteredOn(found -> found.startsWith("ERROR table-unaccounted"))
                .singleElement()
                .asString()
                .startsWith("ERROR table-unaccounted public.log1")
                .contains("looks like a partition taken off public.log, whose rows are accounts' own");
    }

    @Test
    void rules_on_a_shared_table_whose_links_are_undone_are_refused() throws SQLException {
        assertThat(errors(
                        "CREATE TABLE person (id integer PRIMARY KEY, last integer REFERENCES doc);"
                                + " CREATE RULE keep AS ON UPDATE TO person DO INSTEAD NOTHING",
                        MAP.formatted("") + "    shared: [public.person]\n    unlink: [public.person.last]\n"))
                .containsExactly("table-not-handled public.person");
    }

    @Test
    void a_view_in_the_map_is_named_for_what_it_is() throws SQLException {
        assertThat(errors("CREATE VIEW seen AS SELECT 1", MAP.formatted("") + "    ignored: [public.seen]\n"))
                .containsExactly("view-listed public.seen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account_id integer",
                "account_id bigint",
                "\"accountId\" integer",
                "account_id text",
                "account integer",
                "account_id \"whole number\""
            })
    void a_column_that_looks_like_a_link_to_an_account_is_named(String column) throws SQLException {
        String stats = "ALTER TABLE doc RENAME account_id TO account; CREATE DOMAIN \"whole number\" AS integer;"
                + " CREATE TABLE stats (id integer PRIMARY KEY, " + column + ")";

        assertThat(errors(stats, MAP.formatted("") + "    shared: [public.stats]\n"))
                .singleElement()
                .asString()
                .startsWith("column-unaccounted public.stats.");
        assertThat(errors(
                        stats,
                        MAP.formatted("") + "    ignored: [public.stats]\n    notLinks: [public.stats.account_id,"
                                + " public.stats.account, 'public.stats.\"accountId\"']\n"))
                .allMatch(error -> error.startsWith("not-link-missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"account_id date", "accounts integer", "id integer", "account_id integer REFERENCES other"})
    void a_column_that_cannot_be_a_link_or_is_a_known_one_is_left_alone(String column) throws SQLException {
        assertThat(errors(
                        "CREATE TABLE other (id integer PRIMARY KEY); CREATE TABLE stats (" + column + ")",
                        MAP.formatted("") + "    ignored: [public.stats, public.other]\n"))
                .isEmpty();
    }

    @Test
    void a_missing_index_is_named_with_the_statement_that_makes_it() throws SQLException {
        String schema = "CREATE TABLE hit (doc integer REFERENCES doc, account integer NOT NULL REFERENCES account)"
                + " PARTITION BY LIST (account); CREATE TABLE hit1 PARTITION OF hit FOR VALUES IN (1);"
                + " CREATE TABLE \"user\" (id integer PRIMARY KEY, last integer REFERENCES doc);"
                + " ALTER TABLE doc ADD COLUMN parent integer REFERENCES doc;";
        String map = MAP.formatted(", public.hit") + "    shared: [public.user]\n    unlink: [public.user.last]\n";

        assertThat(indexes(findings(schema, map)))
                .containsExactlyInAnyOrder(
                        "CREATE INDEX CONCURRENTLY ON public.doc (account_id)",
                        "CREATE INDEX CONCURRENTLY ON public.doc (parent)",
                        "CREATE INDEX CONCURRENTLY ON public.\"user\" (last)",
                        "CREATE INDEX ON public.hit (doc)",
                        "CREATE INDEX ON public.hit (account)");
        for (String remedy : indexes(words(now(map)))) {
            product.run(remedy);
        }
        assertThat(indexes(words(now(map)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(a, b)                                      | true",
                "(b, a, n)                                   | true",
                "(a, n, b)                                   | false",
                "(a)                                         | false",
                "(a, b) WHERE a IS NOT NULL AND b IS NOT NULL | true",
                "(a, b) WHERE a IS NOT NULL                  | true",
                "(a, b) WHERE n IS NOT NULL                  | false",
                "(a, b) WHERE a > 0                          | false",
                "(a, (b + 1))                                | false",
                "USING brin (a, b)                           | false"
            })
    void an_index_counts_when_rows_are_found_by_it(String index, boolean counts) throws SQLException {
        String schema = "CREATE TABLE page (a integer, b integer, n integer, PRIMARY KEY (a, b));"
                + " CREATE TABLE line (a integer NOT NULL, b integer, n integer, account_id integer NOT NULL REFERENCES"
                + " account, FOREIGN KEY (a, b) REFERENCES page); ALTER TABLE page ADD FOREIGN KEY (a) REFERENCES account;"
                + " CREATE INDEX ON line " + index;

        assertThat(indexes(findings(schema, MAP.formatted(", public.page, public.line")))
                        .contains("CREATE INDEX CONCURRENTLY ON public.line (a, b)"))
                .isNotEqualTo(counts);
    }

    @Test
    void partitions_may_each_have_the_index() throws SQLException {
        String schema = "CREATE TABLE hit (account integer NOT NULL REFERENCES account) PARTITION BY LIST (account);"
                + " CREATE TABLE hit1 PARTITION OF hit FOR VALUES IN (1); CREATE INDEX ON hit1 (account);"
                + " CREATE TABLE hit2 PARTITION OF hit FOR VALUES IN (2);";

        assertThat(indexes(findings(schema, MAP.formatted(", public.hit"))))
                .contains("CREATE INDEX ON public.hit (account)");
        assertThat(indexes(findings(schema + " CREATE INDEX ON hit2 (account)", MAP.formatted(", public.hit"))))
                .doesNotContain("CREATE INDEX ON public.hit (account)");
    }

    private static List<String> indexes(List<String> findings) {
        return findings.stream()
                .filter(found -> found.startsWith("NOTE index-missing"))
                .map(found -> found.substring(found.indexOf("CREATE INDEX")))
                .toList();
    }

    @Test
    void a_fence_that_postgresql_does_not_accept_is_refused() throws SQLException {
        assertThat(errors(
                        "SELECT 1",
                        MAP.formatted("") + "    fence: { \"on\": 'UPDATE account SET x = 1 WHERE id = :key',"
                                + " \"off\": 'UPDATE account SET name = name WHERE id = :key' }\n"))
                .containsExactly("fence-invalid fence.on");
    }
}
