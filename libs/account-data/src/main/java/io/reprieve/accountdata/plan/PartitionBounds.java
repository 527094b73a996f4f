package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.PartitionTree;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the statements that make partitions for rows that have none. */
final class PartitionBounds {

    private static final int VALUES = 20;
    private static final Pattern RANGE =
            Pattern.compile("FOR VALUES FROM \\(('(?:[^']|'')*'|[^,()']+)\\) TO \\(('(?:[^']|'')*'|[^,()']+)\\)");
    private static final Set<String> WHOLE = Set.of("smallint", "integer", "bigint");
    private static final Set<String> TIMES = Set.of("date", "timestamp without time zone", "timestamp with time zone");

    private final Sql sql;
    private final Table live;
    private final PartitionTree tree;
    private final PartitionTree.Node parent;

    PartitionBounds(Sql sql, Table live, PartitionTree tree, PartitionTree.Node parent) {
        this.sql = sql;
        this.live = live;
        this.tree = tree;
        this.parent = parent;
    }

    /**
     * @param rows the table with the rows that have no partition
     * @param bound what would take them all
     */
    List<String> statements(String rows, String bound) throws SQLException {
        List<String> bounds = List.of(bound);
        if (!parent.expressions() && parent.columns().size() == 1 && parent.strategy() != 'h') {
            Column column = live.column(parent.columns().get(0)).orElseThrow();
            bounds = parent.strategy() == 'l' ? List.of(list(rows, column)) : ranges(rows, column);
        }
        List<String> statements = new ArrayList<>();
        for (String each : bounds) {
            statements.add("CREATE TABLE " + parent.name() + "_… PARTITION OF " + parent.name() + " " + each);
        }
        return statements;
    }

    private String list(String rows, Column column) throws SQLException {
        List<String> values = sql.list(
                "SELECT DISTINCT pg_catalog.quote_nullable(g." + column.sql() + "::text) FROM " + rows
                        + " AS g ORDER BY 1 LIMIT " + (VALUES + 1),
                row -> row.getString(1));
        return values.size() > VALUES ? "DEFAULT" : "FOR VALUES IN (" + String.join(", ", values) + ")";
    }

    /** One for each gap between the bounds there are. */
    private List<String> ranges(String rows, Column column) throws SQLException {
        Set<String> known = new TreeSet<>();
        for (PartitionTree.Node partition : tree.below(parent)) {
            Matcher matcher = RANGE.matcher(partition.bound());
            if (matcher.matches()) {
                known.add(matcher.group(1));
                known.add(matcher.group(2));
            }
        }
        known.remove("MINVALUE");
        known.remove("MAXVALUE");
        String type = column.type();
        String bounds = "(SELECT NULL::" + type + " AS b WHERE false"
                + known.stream()
                        .map(value -> " UNION SELECT " + value + "::" + type)
                        .collect(Collectors.joining()) + ")";
        String value = "g." + column.sql();
        String next = WHOLE.contains(type)
                ? "max(v) + 1"
                : TIMES.contains(type)
                        ? "(pg_catalog.date_trunc('month', max(v)) + interval '1 month')::" + type
                        : "NULL";
        return sql.list(
                "SELECT coalesce(lo, min(v))::text, coalesce(hi::text, (" + next
                        + ")::text), min(v) IS NULL FROM (SELECT "
                        + value + " AS v, (SELECT max(b) FROM " + bounds + " s WHERE b <= " + value
                        + ") AS lo, (SELECT min(b) FROM " + bounds + " s WHERE b > " + value
                        + ") AS hi FROM (SELECT DISTINCT "
                        + column.sql() + " FROM " + rows + ") AS g) AS v GROUP BY lo, hi, v IS NULL ORDER BY lo",
                row -> row.getBoolean(3) || row.getString(1) == null || row.getString(2) == null
                        ? "DEFAULT"
                        : "FOR VALUES FROM (" + SqlText.literal(row.getString(1)) + ") TO ("
                                + SqlText.literal(row.getString(2)) + ")");
    }
}
