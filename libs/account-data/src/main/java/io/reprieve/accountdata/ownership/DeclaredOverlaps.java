package io.reprieve.accountdata.ownership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds rows that declarations give to this account and to another one: no foreign key keeps such a row with one owner. */
public final class DeclaredOverlaps {

    private static final int NAMED = 5;

    /** In the planner's units, seconds of work: a dearer declaration is beyond proof, and left to whoever wrote it. */
    private static final double TOO_DEAR = 1e6;

    private DeclaredOverlaps() {}

    public static List<Finding> find(Sql sql, Ownership ownership, AccountRows rows) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Table table : ownership.declaredTables()) {
            String query = query(ownership, rows, table);
            List<String> named = cost(sql, query) > TOO_DEAR ? List.of() : sql.list(query, row -> row.getString(1));
            if (!named.isEmpty()) {
                findings.add(Finding.error(
                        "declaration-overlaps",
                        table.name(),
                        "its 'where' gives rows of this account to another account as well ("
                                + String.join("; ", named.stream().distinct().toList())
                                + "): one row cannot go with two accounts; narrow the 'where' to rows of one account"));
            }
        }
        return findings;
    }

    /** As a plain column beside the table's own, the other key can stand wherever the declaration says {@code :key}. */
    private static String query(Ownership ownership, AccountRows rows, Table table) {
        String where = ownership.where(table.name()).orElseThrow();
        String name = SqlName.quote(table.name().name());
        return "SELECT " + table.rowName(name) + " FROM (SELECT * FROM " + rows.from(table) + ") AS " + name
                + ", (SELECT "
                + SqlName.quote(ownership.source().rootKey()) + " AS reprieve_other FROM "
                + ownership.root().itself() + " AS r WHERE " + rows.predicateNot(ownership.root(), "r")
                + ") AS reprieve_others WHERE (" + SqlText.bindKey(where, "reprieve_other") + "\n) LIMIT " + NAMED;
    }

    /** What it would cost; too much where the declaration calls its table by its schema, which cannot be bound here. */
    private static double cost(Sql sql, String query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        if (sql.attempt(() -> plan.append(sql.text("EXPLAIN (FORMAT JSON) " + query)))
                .isPresent()) {
            return Double.MAX_VALUE;
        }
        try {
            return new ObjectMapper()
                    .readTree(plan.toString())
                    .path(0)
                    .path("Plan")
                    .path("Total Cost")
                    .asDouble();
        } catch (JsonProcessingException e) {
            throw new SQLException("EXPLAIN gave no JSON", "XX000", e);
        }
    }
}
