package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.catalog.UniqueKey;
import io.reprieve.accountdata.digest.Digests;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import io.reprieve.accountdata.staging.StagedTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Holds one archived table against its live one, row by row. */
final class TableComparison {

    private static final int NAMED = 5;

    private final Sql sql;
    private final StagedTable table;
    private final Table live;
    private final Clashes clashes;
    private boolean clashing;

    TableComparison(Sql sql, StagedTable table, Clashes clashes) {
        this.sql = sql;
        this.table = table;
        this.live = table.live();
        this.clashes = clashes;
    }

    /** A verdict's rows: how many, and a sum that tells one set of them from another. */
    private record Rows(long count, String weight) {

        static final Rows NONE = new Rows(0, "0");
    }

    /** Holds the archived rows against what no two rows may share. */
    void lookFor(KeyRule rule, RowMaking making) throws SQLException {
        if (!table.key().map(rule::says).orElse(false)) {
            clashing |= clashes.find(table, making, rule) > 0;
        }
    }

    RestorePlan.TablePlan plan() throws SQLException {
        Map<String, Rows> found = new HashMap<>();
        sql.each(
                "SELECT verdict, pg_catalog.sum(n), coalesce(pg_catalog.sum(weight), 0) FROM (" + verdicts()
                        + ") v GROUP BY verdict",
                row -> found.put(row.getString(1), new Rows(row.getLong(2), row.getString(3))));
        long insert = found.getOrDefault("insert", Rows.NONE).count();
        found.remove("insert");
        found.values().removeIf(rows -> rows.count() == 0);
        return new RestorePlan.TablePlan(
                table.shape().name(),
                insert,
                found.getOrDefault("equal", Rows.NONE).count(),
                found.getOrDefault("changed", Rows.NONE).count(),
                found.getOrDefault("extra", Rows.NONE).count(),
                found.getOrDefault("taken", Rows.NONE).count(),
                inTheWay(found),
                found.isEmpty() ? "" : digest(found));
    }

    private static String digest(Map<String, Rows> found) {
        StringBuilder lines = new StringBuilder();
        found.keySet().stream().sorted().forEach(verdict -> lines.append(verdict)
                .append('\t')
                .append(found.get(verdict).count())
                .append('\t')
                .append(found.get(verdict).weight())
                .append('\n'));
        return Digests.sha256Hex(lines.toString());
    }

    private List<RestorePlan.RowInTheWay> inTheWay(Map<String, Rows> found) throws SQLException {
        List<RestorePlan.RowInTheWay> named = new ArrayList<>();
        for (String verdict : List.of("changed", "extra", "taken")) {
            if (found.containsKey(verdict)) {
                String byKey = verdict.equals("taken") ? " AND rule = " + SqlText.literal(keyName()) : "";
                named.addAll(sql.list(
                        "SELECT verdict, named, rule, holder, whose FROM (" + verdicts() + ") v WHERE verdict = '"
                                + verdict + "'" + byKey + " AND n > 0 ORDER BY named LIMIT " + NAMED,
                        TableComparison::rowInTheWay));
            }
        }
        if (clashing) {
            named.addAll(clashes.first(live, NAMED));
        }
        return List.copyOf(named);
    }

    private String keyName() {
        return table.key().map(UniqueKey::name).orElse("");
    }

    private String verdicts() {
        return table.keyless() ? keylessVerdicts() : keyedVerdicts();
    }

    private static RestorePlan.RowInTheWay rowInTheWay(ResultSet row) throws SQLException {
        return new RestorePlan.RowInTheWay(
                RestorePlan.Verdict.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5));
    }

    /** Per archived row, and per live one that is not archived, the verdict and, where something is live, its weight. */
    private String keyedVerdicts() {
        String name = table.rowName("a");
        String clash = clashing
                ? " LEFT JOIN " + clashes.of(live) + " AS c ON c.reprieve_at = a.ctid"
                : " LEFT JOIN (SELECT NULL::text AS rule, NULL::text AS holder, NULL::text AS whose WHERE false) AS c ON true";
        String archived = "SELECT 1 AS n, CASE WHEN t.tableoid IS NULL AND c.rule IS NULL THEN 'insert'"
                + " WHEN t.tableoid IS NULL THEN 'taken'"
                + " WHEN (" + table.rows().predicate(live, "t") + ") IS NOT TRUE THEN 'taken' WHEN " + table.line("a")
                + " = " + table.line("t") + " THEN 'equal' ELSE 'changed' END AS verdict, " + name + " AS named,"
                + " CASE WHEN t.tableoid IS NULL THEN c.rule ELSE " + SqlText.literal(keyName())
                + " END AS rule, CASE WHEN t.tableoid IS NULL THEN c.holder ELSE " + name
                + " END AS holder, CASE WHEN t.tableoid IS NULL THEN c.whose ELSE "
                + clashes.whose().row(live, "t") + " END AS whose, CASE WHEN t.tableoid IS NOT NULL THEN "
                + weight(name + " || " + table.line("t")) + " WHEN c.rule IS NOT NULL THEN "
                + weight(name + " || c.rule || c.holder") + " END AS weight FROM " + table.staged()
                + " AS a LEFT JOIN " + live.itself() + " AS t ON " + table.sameKey("a", "t") + clash;
        return archived + " UNION ALL SELECT 1, 'extra', " + table.rowName("l") + ", NULL, NULL, NULL, "
                + weight(table.rowName("l") + " || " + table.line("l")) + " FROM (SELECT * FROM "
                + table.rows().from(live) + ") AS l WHERE NOT EXISTS (SELECT FROM " + table.staged() + " AS a WHERE "
                + table.sameKey("a", "l") + ")";
    }

    /** Rows without a key are the same when their text is, as often as it occurs. */
    private String keylessVerdicts() {
        String archived = "SELECT " + table.line("a") + " AS line, pg_catalog.count(*) AS n, pg_catalog.count(c.rule)"
                + " AS taken, pg_catalog.min(c.rule) AS rule, pg_catalog.min(c.holder) AS holder,"
                + " pg_catalog.min(c.whose) AS whose FROM " + table.staged() + " AS a LEFT JOIN "
                + (clashing
                        ? clashes.of(live)
                        : "(SELECT NULL::tid AS reprieve_at, NULL::text AS rule, NULL::text AS holder, NULL::text AS whose)")
                + " AS c ON c.reprieve_at = a.ctid GROUP BY 1";
        String present = "SELECT " + table.line("l") + " AS line, pg_catalog.count(*) AS n FROM (SELECT * FROM "
                + table.rows().from(live) + ") l GROUP BY 1";
        String both =
                "(SELECT coalesce(a.line, l.line) AS line, coalesce(a.n, 0) AS archived, coalesce(l.n, 0) AS live,"
                        + " coalesce(a.taken, 0) AS taken, a.rule, a.holder, a.whose FROM (" + archived
                        + ") a FULL JOIN ("
                        + present + ") l ON l.line = a.line)";
        return "SELECT d.verdict, d.n, " + table.rowName("b")
                + " AS named, b.rule, b.holder, b.whose, CASE WHEN d.n > 0"
                + " AND d.verdict <> 'insert' THEN d.n * " + weight("b.line") + " END AS weight FROM " + both
                + " AS b CROSS JOIN LATERAL (VALUES ('equal', LEAST(archived, live)),"
                + " ('extra', GREATEST(live - archived, 0)), ('taken', LEAST(taken, GREATEST(archived - live, 0))),"
                + " ('insert', GREATEST(archived - live, 0) - LEAST(taken, GREATEST(archived - live, 0))))"
                + " AS d (verdict, n)";
    }

    private static String weight(String text) {
        return "pg_catalog.hashtextextended(" + text + ", 0)::pg_catalog.numeric";
    }
}
