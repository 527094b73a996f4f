package io.reprieve.accountdata.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.AccountJourney;
import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Archived rows come back to the shared rows they referred to, or not at all. */
class SharedRowsIT {

    private static final String MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc]
                shared: [public.plan, public.country, %s]
                unlink: [public.person.home]
            """;

    private static final DataMap NATURAL = DataMap.parse(MAP.formatted("public.person"));
    private static final DataMap BY_NAME = DataMap.parse(MAP.formatted("{ table: public.person, identity: [name] }"));
    private static final DataMap BY_KEY_ALONE = DataMap.parse(MAP.formatted("{ table: public.person, identity: [] }"));

    private static final String SCHEMA = """
            CREATE TABLE plan (region integer, id integer, code text NOT NULL, price json, PRIMARY KEY (region, id), UNIQUE (code));
            CREATE TABLE country (code char(2) PRIMARY KEY, label text);
            CREATE TABLE account (id integer PRIMARY KEY, region integer, plan integer,
                FOREIGN KEY (region, plan) REFERENCES plan);
            CREATE TABLE person (id integer PRIMARY KEY, email text UNIQUE, name text, home integer UNIQUE REFERENCES account,
                badge bytea UNIQUE);
            CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, author integer REFERENCES person,
                reader integer REFERENCES person, country char(2) REFERENCES country);
            INSERT INTO plan VALUES (1, 1, 'gold'), (1, 2, 'free');
            INSERT INTO country VALUES ('IS', 'Iceland'), ('DE', 'Germany');
            INSERT INTO account VALUES (1, 1, 1), (2, 1, 2);
            INSERT INTO person VALUES (5, 'ann@x.example', 'Ann', 1), (6, 'bob@x.example', 'Bob', NULL), (7, 'cy@x.example', 'Cy', NULL);
            INSERT INTO doc VALUES (10, 1, 5, 6, 'IS'), (11, 1, 5, NULL, NULL), (12, 2, 7, 5, 'DE');
            """;

    private static Product product;
    private static MemoryArchive archive;

    @BeforeAll
    static void goOutAndComeBack() throws SQLException {
        product = new Product(SCHEMA);
        AccountJourney.outAndIn(product, NATURAL, "1");
        archive = Orders.export(product.restoring(NATURAL), "1");
        product.run(
                "DELETE FROM doc WHERE account = 1; UPDATE person SET home = NULL; DELETE FROM account WHERE id = 1");
    }

    private static List<Finding> planned(DataMap map, ArchiveSource from) {
        return product.restoring(map)
                .planRestore(from, "1", Product.digestKey(Orders.ACCOUNT))
                .findings();
    }

    /** What the plan says while shared rows are as {@code change} makes them. */
    private static List<Finding> plannedAfter(String change, String undo, DataMap map, ArchiveSource from)
            throws SQLException {
        product.run(change);
        try {
            return planned(map, from);
        } finally {
            product.run(undo);
        }
    }

    @Test
    void links_of_shared_rows_whose_keys_are_of_an_extensions_type_come_back() throws SQLException {
        Product own = new Product("""
                CREATE SCHEMA ext;
                CREATE EXTENSION citext SCHEMA ext;
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE person (handle ext.citext PRIMARY KEY, home integer REFERENCES account);
                INSERT INTO account VALUES (1), (2);
                INSERT INTO person VALUES ('Ann', 1), ('Bob', 2);
                """);
        DataMap map = DataMap.parse("""
                sources:
                  - name: app
                    kind: postgresql
                    root: { table: public.account, key: id }
                    shared: [public.person]
                    unlink: [public.person.home]
                """);

        assertThat(AccountJourney.outAndIn(own, map, "1")).containsExactly("public.account", "public.person");
    }

    @Test
    void the_rows_referred_to_are_archived_by_key_and_natural_key_and_are_no_content() {
        assertThat(archive.rows.keySet())
                .contains("public.plan(region, id)", "public.country(code)", "public.person(id)");
        assertThat(archive.text("public.plan(region, id)")).isEqualTo("1\t1\tgold\n");
        assertThat(archive.text("public.country(code)")).isEqualTo("IS\n");
        assertThat(archive.text("public.person(id)").lines())
                .containsExactlyInAnyOrder("5\tann@x.example", "6\tbob@x.example");
        assertThat(archive.contents())
                .extracting(TableContent::name)
                .containsExactlyInAnyOrder("public.account", "public.doc", "public.person.home");
    }

    @Test
    void unchanged_shared_rows_are_in_nobodys_way() {
        assertThat(planned(NATURAL, archive)).isEmpty();
    }

    @Test
    void a_row_that_is_another_by_its_natural_key_is_told_and_never_quoted() throws SQLException {
        List<Finding> findings = plannedAfter(
                "UPDATE person SET id = 9 WHERE id = 6; INSERT INTO person VALUES (6, 'eve@x.example', 'Eve')",
                "DELETE FROM person WHERE id = 6; UPDATE person SET id = 6 WHERE id = 9",
                NATURAL,
                archive);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("reference-changed");
            assertThat(finding.subject()).isEqualTo("public.person(id)");
            assertThat(finding.message())
                    .contains("differ in email: id=6 (what it was lives under id=9 now)", "identity: []")
                    .doesNotContain("@");
        });
    }

    @Test
    void a_row_that_is_gone_is_told_with_the_key_it_has_now() throws SQLException {
        List<Finding> findings = plannedAfter(
                "DELETE FROM plan WHERE id = 1; INSERT INTO plan VALUES (2, 1, 'gold')",
                "DELETE FROM plan WHERE code = 'gold'; INSERT INTO plan VALUES (1, 1, 'gold')",
                NATURAL,
                archive);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("reference-gone");
            assertThat(finding.message()).contains("region=1, id=1 (what it was lives under region=2, id=1 now)");
        });
    }

    @Test
    void the_map_says_what_a_row_is_known_by() throws SQLException {
        String change = "UPDATE person SET email = 'new@x.example' WHERE id = 6";
        String undo = "UPDATE person SET email = 'bob@x.example' WHERE id = 6";

        assertThat(plannedAfter(change, undo, NATURAL, archive)).hasSize(1);
        assertThat(plannedAfter(change, undo, BY_KEY_ALONE, archive)).isEmpty();
        assertThat(plannedAfter(change, undo, BY_NAME, archive)).isEmpty();
    }

    @Test
    void an_archive_that_knows_nothing_of_shared_rows_still_finds_those_gone() throws SQLException {
        MemoryArchive old = new OldArchive(archive);

        assertThat(planned(NATURAL, old)).isEmpty();
        assertThat(plannedAfter(
                        "DELETE FROM country WHERE code = 'IS'",
                        "INSERT INTO country VALUES ('IS', 'Iceland')",
                        NATURAL,
                        old))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("id=10"));
    }

    /** As it was written before shared rows were archived. */
    private static final class OldArchive extends MemoryArchive {

        private final MemoryArchive whole;

        OldArchive(MemoryArchive whole) {
            this.whole = whole;
            rows.putAll(whole.rows);
        }

        @Override
        public List<TableShape> tables() {
            return whole.tables().stream().filter(TableShape::content).toList();
        }

        @Override
        public List<TableContent> contents() {
            return whole.contents();
        }

        @Override
        public List<ObjectEntry> objects() {
            return List.of();
        }
    }
}
