package io.reprieve.accountdata.ownership;

import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds rows of owned tables that are no account's: no backup holds them, and no purge reaches them. */
public final class UnownedRows {

    private static final int NAMED = 5;

    private UnownedRows() {}

    /** One finding a table. Reads every account's rows. */
    public static List<Finding> find(Sql sql, Ownership ownership) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Table table : ownership.insertOrder()) {
            if (mayBeNobodys(ownership, table.name())) {
                ReachedRows.Scope scope = ownership.rowsOfAll().scope(List.of(table.name()));
                String query = scope.with() + "SELECT " + table.rowName("o")
                        + ", pg_catalog.count(*) OVER () FROM " + table.itself() + " AS o WHERE "
                        + scope.rows().predicateNot(table, "o") + " LIMIT " + NAMED;
                List<String> named = new ArrayList<>();
                long[] count = new long[1];
                sql.each(query, row -> {
                    named.add(row.getString(1));
                    count[0] = row.getLong(2);
                });
                if (!named.isEmpty()) {
                    findings.add(finding(table, count[0], named));
                }
            }
        }
        return List.copyOf(findings);
    }

    /** Where every row has a chain of keys to the root, there is nothing to look for. */
    private static boolean mayBeNobodys(Ownership ownership, TableName table) {
        Belonging belonging = ownership.belongings().get(table);
        if (belonging instanceof Belonging.ThroughParent through) {
            return !through.key().total()
                    || mayBeNobodys(ownership, through.key().to());
        }
        return !table.equals(ownership.root().name());
    }

    private static Finding finding(Table table, long count, List<String> named) {
        return Finding.note(
                "unowned-rows",
                table.name(),
                count + " rows belong to no account (" + String.join("; ", named) + (count > named.size() ? "; …" : "")
                        + "): no backup holds them and no purge reaches them; delete them, or give them what they belong"
                        + " by");
    }
}
