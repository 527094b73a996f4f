package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.datamap.DataMap;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A schema of somebody else's size: 60 tables, 120 foreign keys, cascades everywhere, some circles. */
class LargeSchemaIT {

    private static final int TABLES = 60;
    private static final int LOOKUPS = 5;
    private static final String[] ACTIONS = {"CASCADE", "NO ACTION", "SET NULL", "RESTRICT", "SET DEFAULT"};

    private final StringBuilder keys = new StringBuilder();
    private int keyCount;

    @Test
    void an_account_goes_out_and_comes_back_exactly_within_seconds() throws SQLException {
        Product product = new Product(schema());
        assertThat(product.ask("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"))
                .isEqualTo("120");
        assertThat(product.ask(
                        "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"))
                .isEqualTo("60");

        Instant start = Instant.now();
        Set<String> touched = AccountJourney.outAndIn(product, map(), "7");

        assertThat(touched).hasSize(TABLES - LOOKUPS);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }

    /** Table 0 is the account; then lookups; each other one refers to two earlier ones, a few to later ones as well. */
    private String schema() {
        StringBuilder sql = new StringBuilder();
        for (int table = 0; table < TABLES; table++) {
            sql.append("CREATE TABLE t" + table + " (id integer PRIMARY KEY, first integer"
                    + (table > LOOKUPS ? " NOT NULL" : "") + ", second integer, back integer, body text);\n");
            sql.append(rows(table));
        }
        for (int table = LOOKUPS + 1; table < TABLES; table++) {
            refer(table, "first", owner(table));
            refer(table, "second", table % 7 == 0 ? 1 + table % LOOKUPS : other(table));
            sql.append("CREATE INDEX ON t" + table + " (first); CREATE INDEX ON t" + table + " (second);\n");
        }
        for (int table = LOOKUPS + 1; keyCount < 120; table++) {
            refer(table, "back", table + 20);
            sql.append("CREATE INDEX ON t" + table + " (back);\n");
        }
        return sql.append(keys).append("ANALYZE;").toString();
    }

    /** Every tenth row of a table is account 7's: ids are equal modulo ten along every reference. */
    private static String rows(int table) {
        int rows = table == 0 ? 10 : 200;
        return "INSERT INTO t" + table + " SELECT n, " + (table <= LOOKUPS ? "NULL, NULL, NULL" : refer(table))
                + ", repeat('body ', n % 50) FROM generate_series(1, " + rows + ") n;\n";
    }

    private static String refer(int table) {
        String same = "(n - 1) % 10 + 1 + 10 * ((n * 7) % ";
        return same + (owner(table) == 0 ? 1 : 20) + "), CASE WHEN n % 4 > 0 THEN " + same
                + "20) END, CASE WHEN n % 3 > 0 THEN " + same + "20) END";
    }

    private static int owner(int table) {
        return table <= LOOKUPS + 5 ? 0 : LOOKUPS + 1 + (table * 31) % (table - LOOKUPS - 1);
    }

    private static int other(int table) {
        return table == LOOKUPS + 1 ? 1 : LOOKUPS + 1 + (table * 17) % (table - LOOKUPS - 1);
    }

    private void refer(int table, String column, int to) {
        keys.append("ALTER TABLE t" + table + " ADD FOREIGN KEY (" + column + ") REFERENCES t" + to + " ON DELETE "
                + ACTIONS[keyCount % ACTIONS.length] + (keyCount % 11 == 0 ? " DEFERRABLE INITIALLY DEFERRED" : "")
                + ";\n");
        keyCount++;
    }

    private static DataMap map() {
        return DataMap.parse("sources:\n  - name: app\n    kind: postgresql\n    root: { table: public.t0, key: id }\n"
                + "    owned: [" + names(LOOKUPS + 1, TABLES) + "]\n    shared: [" + names(1, LOOKUPS + 1) + "]\n");
    }

    private static String names(int from, int to) {
        return IntStream.range(from, to).mapToObj(table -> "public.t" + table).collect(Collectors.joining(", "));
    }
}
