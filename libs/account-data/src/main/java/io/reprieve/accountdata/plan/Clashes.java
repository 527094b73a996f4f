package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.ownership.Whose;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import io.reprieve.accountdata.staging.StagedTable;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/** Finds the live rows that hold what archived ones need, and keeps the pairs in a temporary table. */
final class Clashes {

    static final String PAIRS = "pg_temp.reprieve_clashes";

    private final Sql sql;
    private final Whose whose;

    Clashes(Sql sql, Whose whose) throws SQLException {
        this.sql = sql;
        this.whose = whose;
        sql.run(
                "CREATE TEMPORARY TABLE reprieve_clashes (live oid, rule text, reprieve_at tid, named text, holder text,"
                        + " whose text) ON COMMIT DROP");
    }

    Whose whose() {
        return whose;
    }

    /** How many archived rows clash with a live row that is not the row itself. */
    long find(StagedTable table, RowMaking making, KeyRule rule) throws SQLException {
        String covered = rule.covers() == null ? "" : " WHERE " + rule.covers();
        String archived = "(SELECT r.*, " + rule.values() + " FROM " + making.rows(table) + covered + ") AS a";
        long found = 0;
        for (List<Boolean> nulls : patterns(rule, archived)) {
            found += sql.run("INSERT INTO " + PAIRS + " " + pairs(table, rule, archived, nulls));
        }
        return found;
    }

    /** The first archived rows that clash with each other, in pairs. */
    List<String> among(StagedTable table, RowMaking making, KeyRule rule, int limit) throws SQLException {
        String covered = rule.covers() == null ? "" : " WHERE " + rule.covers();
        String values = "(SELECT r.*, " + rule.values() + " FROM " + making.rows(table) + covered + ")";
        return sql.list(
                "SELECT " + table.rowName("a") + " || ' and ' || " + table.rowName("b") + " FROM " + values
                        + " AS a JOIN " + values + " AS b ON " + rule.clash("a", "b")
                        + " AND a.reprieve_at < b.reprieve_at LIMIT " + limit,
                row -> row.getString(1));
    }

    /**
     * One pair an archived row. The live columns are alone in their scope, so that the rule's expressions mean them, and
     * its index is used.
     */
    private String pairs(StagedTable table, KeyRule rule, String archived, List<Boolean> nulls) {
        Table live = table.live();
        String itself = table.keyless() ? table.line("a") + " = " + table.line("u") : table.sameKey("a", "u");
        return "SELECT DISTINCT ON (a.reprieve_at) " + live.oid() + ", " + SqlText.literal(rule.name())
                + ", a.reprieve_at, " + table.rowName("a") + ", h.holder, h.whose FROM " + archived
                + " CROSS JOIN LATERAL (SELECT " + table.rowName("u") + " AS holder, " + whose.row(live, "u")
                + " AS whose FROM " + live.itself() + " AS u WHERE " + rule.clash("a", nulls) + " AND (" + itself
                + ") IS NOT TRUE) AS h ORDER BY a.reprieve_at, h.holder";
    }

    /** Where nulls are the same, each combination of them is looked up by itself: an index finds nulls, but not "either". */
    private List<List<Boolean>> patterns(KeyRule rule, String archived) throws SQLException {
        int width = rule.elements().size();
        if (!rule.nullsEqual()) {
            return List.of(Collections.nCopies(width, false));
        }
        return sql.list("SELECT DISTINCT " + rule.nulls("a") + " FROM " + archived, row -> {
            Boolean[] nulls = new Boolean[width];
            for (int at = 0; at < width; at++) {
                nulls[at] = row.getBoolean(at + 1);
            }
            return List.of(nulls);
        });
    }

    /** What follows {@code FROM} to mean the table's archived rows that clash, once each. */
    String of(Table live) {
        return "(SELECT DISTINCT ON (reprieve_at) * FROM " + PAIRS + " WHERE live = " + live.oid()
                + " ORDER BY reprieve_at, rule)";
    }

    /** The first pairs of each rule. */
    List<RestorePlan.RowInTheWay> first(Table live, int limit) throws SQLException {
        return sql.list(
                "SELECT named, rule, holder, whose FROM (SELECT *, pg_catalog.row_number() OVER (PARTITION BY rule ORDER BY"
                        + " named) AS nth FROM " + PAIRS + " WHERE live = " + live.oid() + ") p WHERE nth <= " + limit
                        + " ORDER BY rule, named",
                row -> new RestorePlan.RowInTheWay(
                        RestorePlan.Verdict.TAKEN,
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4)));
    }
}
