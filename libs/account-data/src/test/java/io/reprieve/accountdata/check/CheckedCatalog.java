package io.reprieve.accountdata.check;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A catalog made anew for each question, and what the check of a data map finds in it, as the administrator sees it. */
final class CheckedCatalog {

    static final String BASE = """
            CREATE TABLE account (id integer PRIMARY KEY, name text);
            CREATE TABLE doc (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account);
            """;

    static final String MAP = """
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

    private CheckedCatalog() {}

    private static Product product() throws SQLException {
        if (product == null) {
            product = new Product(BASE);
            product.setUp(DataMap.parse(MAP.formatted("")));
        }
        return product;
    }

    static List<String> errors(String more, String map) throws SQLException {
        return found(more, map).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> finding.rule() + " " + finding.subject())
                .toList();
    }

    /** As the administrator sees it, in a schema made anew. */
    static List<Finding> found(String more, String map) throws SQLException {
        product().run(EMPTY + BASE + more);
        return now(map);
    }

    static List<Finding> now(String map) throws SQLException {
        return AccountEngine.of(DataMap.parse(map), product().admin(), Optional.empty())
                .check()
                .findings();
    }

    static List<String> errors(String more) throws SQLException {
        return errors(more, MAP.formatted(""));
    }

    static List<String> errorsWithMore(String more, String owned) throws SQLException {
        return errors(more, MAP.formatted(", " + owned));
    }

    static List<String> findings(String more, String map) throws SQLException {
        return words(found(more, map));
    }

    static List<String> words(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> !finding.rule().equals("no-fence"))
                .map(finding ->
                        finding.severity() + " " + finding.rule() + " " + finding.subject() + ": " + finding.message())
                .toList();
    }

    static void run(String sql) throws SQLException {
        product().run(sql);
    }
}
