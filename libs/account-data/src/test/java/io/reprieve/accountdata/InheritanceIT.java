package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.Footprint;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables that inherit from others: each stands for itself, as it does for PostgreSQL's own keys. */
class InheritanceIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY);
            CREATE TABLE place (code text PRIMARY KEY);
            CREATE TABLE town (people integer) INHERITS (place);
            CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account ON DELETE CASCADE,
                place text REFERENCES place, above integer REFERENCES doc);
            CREATE TABLE letter (sent date, PRIMARY KEY (id), FOREIGN KEY (account) REFERENCES account) INHERITS (doc);
            CREATE TABLE stamp (price numeric(4, 2)) INHERITS (letter);
            CREATE TABLE page (doc integer NOT NULL REFERENCES doc ON DELETE CASCADE, letter integer REFERENCES letter);
            INSERT INTO account VALUES (1), (2);
            INSERT INTO place VALUES ('here');
            INSERT INTO town VALUES ('there', 7);
            INSERT INTO doc SELECT n, 1 + n % 2, 'here', CASE WHEN n > 2 THEN n - 2 END FROM generate_series(1, 10) n;
            INSERT INTO letter SELECT n, 1 + (n + 1) % 2, 'there', 99, '2026-01-01' FROM generate_series(1, 8) n;
            INSERT INTO stamp SELECT n, 1 + n % 2, NULL, NULL, NULL, n FROM generate_series(1, 6) n;
            INSERT INTO page SELECT n, CASE WHEN n < 8 THEN n + 1 END FROM generate_series(1, 10) n;
            """;

    private static DataMap map(String stamp) {
        return DataMap.parse("""
                sources:
                  - name: app
                    kind: postgresql
                    root: { table: public.account, key: id }
                    owned: [public.doc, public.letter, public.page, %s]
                    shared: [public.place, public.town]
                """.formatted(stamp));
    }

    @Test
    void each_table_of_a_family_goes_and_comes_back_by_itself() throws SQLException {
        Product product = new Product(SCHEMA);
        DataMap map = map("{ table: public.stamp, where: 'account = :key' }");

        AccountJourney.outAndIn(product, map, "2");

        assertThat(product.erasing(map).footprint("2").tables())
                .extracting(Footprint.TableSize::name, Footprint.TableSize::rows)
                .containsExactly(
                        tuple("public.account", 1L),
                        tuple("public.doc", 5L),
                        tuple("public.letter", 4L),
                        tuple("public.page", 5L),
                        tuple("public.stamp", 3L));
    }

    @Test
    void keys_are_not_inherited_so_that_a_table_below_has_to_say_how_it_belongs() throws SQLException {
        Product product = new Product(SCHEMA);
        product.setUp(map("{ table: public.stamp, where: 'account = :key' }"));

        List<Finding> findings = product.erasing(map("public.stamp")).check().findings();

        assertThat(findings)
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::rule, Finding::subject)
                .containsExactly(tuple("no-path", "public.stamp"));
    }
}
