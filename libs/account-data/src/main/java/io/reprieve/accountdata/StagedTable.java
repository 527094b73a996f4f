package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One archived table beside its live one: what is the same, what differs, and what is to be inserted.
 *
 * @param shape as archived
 * @param staged the temporary table with the archive's rows
 * @param live the live table
 * @param rows the account's live rows
 */
record StagedTable(TableShape shape, String staged, Table live, AccountRows rows) {

    /** Per archived row: insert, equal, conflict or taken, and the row's name by its key. */
    private String verdicts() {
        return "SELECT CASE WHEN t.tableoid IS NULL THEN CASE WHEN " + clashes() + " THEN 'taken' ELSE 'insert' END"
                + " WHEN (" + rows.predicate(live, "t") + ") IS NOT TRUE THEN 'taken'"
                + " WHEN " + line("a") + " = " + line("t") + " THEN 'equal' ELSE 'conflict' END AS verdict, "
                + live.rowName("a") + " AS named FROM " + staged + " AS a LEFT JOIN " + live.name() + " AS t ON "
                + sameKey("a", "t");
    }

    RestorePlan.TablePlan plan(Sql sql) throws SQLException {
        String counts = live.key().isEmpty() ? keylessCounts() : keyedCounts();
        return sql.list(
                        counts,
                        row -> new RestorePlan.TablePlan(
                                shape.name(), row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .get(0);
    }

    /** Names the first rows that are in the way. */
    List<String> inTheWay(Sql sql, int limit) throws SQLException {
        if (live.key().isEmpty()) {
            return List.of("rows without a key");
        }
        return sql.list(
                "SELECT named || ' (' || verdict || ')' FROM (" + verdicts()
                        + ") v WHERE verdict IN ('conflict', 'taken')"
                        + " UNION ALL SELECT " + live.rowName("l") + " || ' (not in the archive)' FROM " + liveOnly()
                        + " LIMIT " + limit,
                row -> row.getString(1));
    }

    /** Inserts what is not live yet. */
    String insert(boolean withVolatile) {
        List<String> columns = shape.columns().stream()
                .filter(column -> withVolatile || !column.volatileColumn())
                .map(ColumnShape::name)
                .toList();
        String missing = live.key().isEmpty()
                ? "a.reprieve_nth > (SELECT pg_catalog.count(*) FROM (SELECT " + lineColumns("") + " FROM "
                        + rows.from(live) + ") l WHERE " + line("l") + " = " + line("a") + ")"
                : "NOT EXISTS (SELECT FROM " + live.name() + " AS t WHERE " + sameKey("a", "t") + ")";
        String source = live.key().isEmpty()
                ? "(SELECT a.*, pg_catalog.row_number() OVER (PARTITION BY " + line("a") + ") AS reprieve_nth FROM "
                        + staged + " AS a)"
                : staged;
        return "INSERT INTO " + live.name() + " (" + SqlText.columns(columns) + ") OVERRIDING SYSTEM VALUE SELECT "
                + SqlText.columns("a", columns) + " FROM " + source + " AS a WHERE " + missing;
    }

    /** Reads the live rows as the archive has them. */
    String select() {
        return "SELECT " + SqlText.columns(Shapes.columnNames(shape)) + " FROM " + rows.from(live);
    }

    private String keyedCounts() {
        return "SELECT pg_catalog.count(*) FILTER (WHERE verdict = 'insert'), pg_catalog.count(*) FILTER (WHERE verdict ="
                + " 'equal'), pg_catalog.count(*) FILTER (WHERE verdict = 'conflict') + (SELECT pg_catalog.count(*) FROM "
                + liveOnly() + "), pg_catalog.count(*) FILTER (WHERE verdict = 'taken') FROM (" + verdicts() + ") v";
    }

    private String keylessCounts() {
        String archived =
                "SELECT " + line("a") + " AS line, pg_catalog.count(*) AS n FROM " + staged + " AS a GROUP BY 1";
        String present = "SELECT " + line("l") + " AS line, pg_catalog.count(*) AS n FROM (SELECT " + lineColumns("")
                + " FROM " + rows.from(live) + ") l GROUP BY 1";
        return "SELECT coalesce(sum(GREATEST(coalesce(a.n, 0) - coalesce(l.n, 0), 0)), 0),"
                + " coalesce(sum(LEAST(coalesce(a.n, 0), coalesce(l.n, 0))), 0),"
                + " coalesce(sum(GREATEST(coalesce(l.n, 0) - coalesce(a.n, 0), 0)), 0), 0 FROM (" + archived
                + ") a FULL JOIN (" + present + ") l ON l.line = a.line";
    }

    private String liveOnly() {
        return "(SELECT " + SqlText.columns(live.key()) + " FROM " + rows.from(live)
                + ") AS l WHERE NOT EXISTS (SELECT FROM " + staged + " AS a WHERE " + sameKey("a", "l") + ")";
    }

    private String sameKey(String one, String other) {
        return live.key().stream()
                .map(SqlName::quote)
                .map(column -> one + "." + column + " = " + other + "." + column)
                .collect(Collectors.joining(" AND "));
    }

    /** Whether another unique key of the archived row is held by a live one. */
    private String clashes() {
        List<String> archived = Shapes.columnNames(shape);
        return live.uniqueKeys().stream()
                .filter(unique -> !unique.partial() && !unique.columns().isEmpty())
                .filter(unique -> !unique.columns().equals(live.key()) && archived.containsAll(unique.columns()))
                .map(unique -> "EXISTS (SELECT FROM " + live.name() + " AS u WHERE "
                        + unique.columns().stream()
                                .map(SqlName::quote)
                                .map(column -> "u." + column
                                        + (unique.nullsEqual() ? " IS NOT DISTINCT FROM a." : " = a.") + column)
                                .collect(Collectors.joining(" AND "))
                        + ")")
                .reduce((one, other) -> one + " OR " + other)
                .orElse("false");
    }

    /** The row's text without its volatile columns: types without an equality of their own compare too. */
    private String line(String alias) {
        return "ROW(" + lineColumns(alias + ".") + ")::pg_catalog.text";
    }

    private String lineColumns(String prefix) {
        return shape.columns().stream()
                .filter(column -> !column.volatileColumn())
                .map(column -> prefix + SqlName.quote(column.name()))
                .collect(Collectors.joining(", "));
    }
}
