package io.reprieve.accountdata.check;

import static io.reprieve.accountdata.check.CheckedCatalog.MAP;
import static io.reprieve.accountdata.check.CheckedCatalog.findings;
import static io.reprieve.accountdata.check.CheckedCatalog.found;
import static io.reprieve.accountdata.check.CheckedCatalog.now;
import static io.reprieve.accountdata.check.CheckedCatalog.run;
import static io.reprieve.accountdata.check.CheckedCatalog.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys into owned tables lack an index. */
class IndexesCheckIT {

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
            run(remedy);
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
}
