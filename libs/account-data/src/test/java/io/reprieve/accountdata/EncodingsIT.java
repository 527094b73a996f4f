package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Databases that are not in UTF-8. */
class EncodingsIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id text PRIMARY KEY);
            CREATE TABLE doc (id integer PRIMARY KEY, account text NOT NULL REFERENCES account, body text);
            INSERT INTO account VALUES ('caf' || chr(233)), ('other');
            INSERT INTO doc SELECT n, 'caf' || chr(233), 'body ' || chr(n) FROM generate_series(160, 255) n;
            INSERT INTO doc VALUES (1, 'other', 'x');
            """;

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc]
            """);

    @Test
    void a_database_in_another_encoding_gives_and_takes_every_character() throws SQLException {
        Product product = Product.encoded("LATIN1", SCHEMA);

        assertThat(AccountJourney.outAndIn(product, MAP, "café")).containsExactly("public.account", "public.doc");
    }

    @Test
    void a_database_that_does_not_know_what_its_bytes_mean_is_refused_by_name() throws SQLException {
        Product product = Product.encoded("SQL_ASCII", SCHEMA);
        product.setUp(MAP);

        assertThat(product.restoring(MAP).check().findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::rule)
                .containsExactly("encoding-unknown");
    }
}
