package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.Links;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.staging.Staging;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Archived links of one column of a shared table, beside the live rows. A link that points elsewhere by now, or whose row
 * is gone, is left as it is: nothing live is overwritten.
 *
 * @param shape as archived
 * @param staged the temporary table with key and value
 * @param links the live column
 */
public record StagedLink(TableShape shape, String staged, Links links) {

    public static List<StagedLink> of(AccountSnapshot account, Staging staging) {
        List<StagedLink> found = new ArrayList<>();
        for (Links links : Links.of(account.ownership())) {
            staging.of(TableShape.Kind.LINK).stream()
                    .filter(shape -> shape.name().equals(links.column().toString()))
                    .forEach(shape -> found.add(new StagedLink(shape, staging.table(shape), links)));
        }
        return found;
    }

    /** Links to set again, that are set, that point elsewhere, and whose row is gone. */
    RestorePlan.TablePlan plan(Sql sql) throws SQLException {
        String column = SqlName.quote(links.column().column());
        String count = "pg_catalog.count(*) FILTER (WHERE ";
        return sql.list(
                        "SELECT " + count + "s.tableoid IS NOT NULL AND s." + column + " IS NULL), " + count + "s."
                                + column + " = a." + column + "), " + count + "s." + column + " <> a." + column + "), "
                                + count + "s.tableoid IS NULL) FROM " + staged + " AS a LEFT JOIN "
                                + links.table().itself() + " AS s ON " + sameKey(),
                        row -> new RestorePlan.TablePlan(
                                shape.name(),
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                0,
                                row.getLong(4),
                                List.of(),
                                ""))
                .get(0);
    }

    public String relink() {
        String column = SqlName.quote(links.column().column());
        return "UPDATE " + links.table().itself() + " AS s SET " + column + " = a." + column + " FROM " + staged
                + " AS a WHERE s." + column + " IS NULL AND " + sameKey();
    }

    /** Forgets links that, set again in their live rows, would refer to what is in none of these relations. */
    String withoutRowIn(String... relations) {
        ForeignKey key = links.key();
        String again = key.columns().stream()
                .map(column -> (column.equals(links.column().column()) ? "a." : "s.") + SqlName.quote(column))
                .collect(Collectors.joining(", "));
        return "DELETE FROM " + staged + " AS a WHERE EXISTS (SELECT FROM (SELECT " + again + " FROM "
                + links.table().itself() + " AS s WHERE " + sameKey() + ") AS c WHERE " + key.refers("c") + " AND "
                + key.missing("c", relations) + ")";
    }

    /** Names shared rows that were linked again, and to no row of this transaction. */
    public String dangling(int limit) {
        String column = SqlName.quote(links.column().column());
        return "SELECT " + links.table().rowName("s") + " FROM " + links.table().itself() + " AS s JOIN " + staged
                + " AS a ON " + sameKey() + " WHERE s." + column + " = a." + column + " AND "
                + links.key().refers("s") + " AND NOT EXISTS (SELECT FROM "
                + links.key().to() + " AS p WHERE "
                + links.key().join("p", "s") + " AND p.xmin = pg_catalog.pg_current_xact_id()::pg_catalog.xid) LIMIT "
                + limit;
    }

    private String sameKey() {
        if (shape.key().equals(links.table().key())) {
            return links.table().sameKey("s", "a");
        }
        return shape.key().stream()
                .map(SqlName::quote)
                .map(column -> "s." + column + " = a." + column)
                .collect(Collectors.joining(" AND "));
    }
}
