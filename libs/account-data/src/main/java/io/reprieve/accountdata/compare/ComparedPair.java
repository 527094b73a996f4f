package io.reprieve.accountdata.compare;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.compare.ComparedTable.Presence;
import io.reprieve.accountdata.compare.RowDifference.Verdict;
import io.reprieve.accountdata.sql.Sql;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** One table of two sides, loaded as text into two temporary tables whose columns are numbered alike. */
final class ComparedPair {

    private static final String HERE = "pg_temp.reprieve_here";
    private static final String THERE = "pg_temp.reprieve_there";
    private static final String DIFFERENT = "pg_temp.reprieve_different";
    private static final int FETCHED = 500;

    private final Sql sql;
    private final Optional<TableShape> here;
    private final Optional<TableShape> there;
    private final List<ComparedColumn> columns;
    private final List<String> key;
    private long rowsHere;
    private long rowsThere;

    /** @param here null where the table is not; likewise {@code there} */
    ComparedPair(Sql sql, TableShape here, TableShape there) {
        this.sql = sql;
        this.here = Optional.ofNullable(here);
        this.there = Optional.ofNullable(there);
        this.columns = columns();
        this.key = commonKey();
    }

    private List<ComparedColumn> columns() {
        Map<String, ComparedColumn> all = new LinkedHashMap<>();
        here.ifPresent(shape -> shape.columns()
                .forEach(column -> all.put(
                        column.name(),
                        new ComparedColumn(column.name(), column.type(), null, column.volatileColumn()))));
        there.ifPresent(shape -> shape.columns()
                .forEach(column -> all.merge(
                        column.name(),
                        new ComparedColumn(column.name(), null, column.type(), column.volatileColumn()),
                        (one, other) -> new ComparedColumn(
                                one.name(),
                                one.typeHere(),
                                other.typeThere(),
                                one.volatileColumn() || other.volatileColumn()))));
        return List.copyOf(all.values());
    }

    /** A key that tells rows apart on both sides; a table that is on one side alone has nothing to be told apart from. */
    private List<String> commonKey() {
        List<List<String>> keys = Stream.of(here, there)
                .flatMap(Optional::stream)
                .map(TableShape::key)
                .toList();
        List<String> first = keys.get(0);
        boolean common = keys.stream().allMatch(each -> Set.copyOf(each).equals(Set.copyOf(first)));
        List<String> names =
                compared().stream().map(at -> columns.get(at).name()).toList();
        return common && names.containsAll(first) ? first : List.of();
    }

    private int at(String name) {
        return IntStream.range(0, columns.size())
                .filter(at -> columns.get(at).name().equals(name))
                .findFirst()
                .orElse(-1);
    }

    /** Loads both sides; gives the rows there are. */
    long load(RowSource hereRows, RowSource thereRows) throws SQLException, IOException {
        rowsHere = load(HERE, here, hereRows);
        rowsThere = load(THERE, there, thereRows);
        return rowsHere + rowsThere;
    }

    private long load(String table, Optional<TableShape> shape, RowSource rows) throws SQLException, IOException {
        sql.run("CREATE TEMPORARY TABLE " + table.substring("pg_temp.".length()) + " ("
                + IntStream.range(0, columns.size())
                        .mapToObj(at -> "c" + at + " pg_catalog.text COLLATE \"C\"")
                        .collect(Collectors.joining(", "))
                + ") ON COMMIT DROP");
        if (shape.isEmpty()) {
            return 0;
        }
        String names = shape.get().columns().stream()
                .map(column -> "c" + at(column.name()))
                .collect(Collectors.joining(", "));
        PGConnection connection = sql.connection().unwrap(PGConnection.class);
        try (OutputStream copy = new PGCopyOutputStream(connection, "COPY " + table + " (" + names + ") FROM STDIN")) {
            rows.copy(shape.get(), copy);
        }
        sql.run("ANALYZE " + table);
        return sql.number("SELECT pg_catalog.count(*) FROM " + table);
    }

    /** Finds what differs, counts it, and tells rows up to {@code kept} of each verdict. */
    void tell(DifferenceSink sink, int kept) throws SQLException {
        sql.run("CREATE TEMPORARY TABLE " + DIFFERENT.substring("pg_temp.".length()) + " ON COMMIT DROP AS "
                + (key.isEmpty() ? keyless() : keyed()));
        Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
        sql.each(
                "SELECT verdict, pg_catalog.sum(n) FROM " + DIFFERENT + " GROUP BY 1",
                row -> counts.put(Verdict.valueOf(row.getString(1)), row.getLong(2)));
        sink.table(new ComparedTable(
                here.or(() -> there).orElseThrow().name(),
                here.or(() -> there).orElseThrow().kind(),
                there.isEmpty() ? Presence.ONLY_HERE : here.isEmpty() ? Presence.ONLY_THERE : Presence.BOTH,
                columns,
                key,
                rowsHere,
                rowsThere,
                counts.getOrDefault(Verdict.ONLY_HERE, 0L),
                counts.getOrDefault(Verdict.ONLY_THERE, 0L),
                counts.getOrDefault(Verdict.CHANGED, 0L),
                changes()));
        if (!counts.isEmpty()) {
            rows(sink, kept);
        }
    }

    private Map<String, Long> changes() throws SQLException {
        Map<String, Long> changes = new LinkedHashMap<>();
        sql.each(
                "SELECT u.place, pg_catalog.count(*) FROM " + DIFFERENT
                        + " AS d CROSS JOIN LATERAL pg_catalog.unnest(d.changed) AS u (place) GROUP BY 1 ORDER BY 1",
                row -> changes.put(columns.get(row.getInt(1)).name(), row.getLong(2)));
        return changes;
    }

    private List<Integer> compared() {
        boolean both = here.isPresent() && there.isPresent();
        return IntStream.range(0, columns.size())
                .filter(at -> !both || columns.get(at).compared())
                .boxed()
                .toList();
    }

    private String keyed() {
        List<Integer> others = compared().stream()
                .filter(at -> !key.contains(columns.get(at).name()))
                .toList();
        String same =
                key.stream().map(name -> "a.c" + at(name) + " = b.c" + at(name)).collect(Collectors.joining(" AND "));
        String changed = others.stream()
                .map(at -> "CASE WHEN a.c" + at + " IS DISTINCT FROM b.c" + at + " THEN " + at + " END")
                .collect(Collectors.joining(", ", "pg_catalog.array_remove(ARRAY[", "]::pg_catalog.int4[], NULL)"));
        String differs = others.isEmpty()
                ? "false"
                : others.stream()
                        .map(at -> "a.c" + at + " IS DISTINCT FROM b.c" + at)
                        .collect(Collectors.joining(" OR "));
        return "SELECT a.ctid AS here, b.ctid AS there, 1::pg_catalog.int8 AS n, CASE WHEN b.ctid IS NULL THEN 'ONLY_HERE'"
                + " WHEN a.ctid IS NULL THEN 'ONLY_THERE' ELSE 'CHANGED' END AS verdict, CASE WHEN a.ctid IS NOT NULL AND"
                + " b.ctid IS NOT NULL THEN " + changed + " END AS changed FROM " + HERE + " AS a FULL JOIN " + THERE
                + " AS b ON " + same + " WHERE a.ctid IS NULL OR b.ctid IS NULL OR " + differs;
    }

    /** Rows without a key are the same when their text is, as often as it occurs. */
    private String keyless() {
        String line =
                compared().stream().map(at -> "c" + at).collect(Collectors.joining(", ", "ROW(", ")::pg_catalog.text"));
        String side = "(SELECT " + line
                + " AS line, pg_catalog.count(*) AS n, pg_catalog.min(ctid) AS at FROM %s GROUP BY 1)";
        return "SELECT d.here, d.there, d.n, d.verdict, NULL::pg_catalog.int4[] AS changed FROM "
                + String.format(side, HERE)
                + " AS a FULL JOIN " + String.format(side, THERE)
                + " AS b ON a.line = b.line CROSS JOIN LATERAL (VALUES"
                + " (a.at, NULL::pg_catalog.tid, coalesce(a.n, 0) - coalesce(b.n, 0), 'ONLY_HERE'),"
                + " (NULL::pg_catalog.tid, b.at, coalesce(b.n, 0) - coalesce(a.n, 0), 'ONLY_THERE'))"
                + " AS d (here, there, n, verdict) WHERE d.n > 0";
    }

    private void rows(DifferenceSink sink, int kept) throws SQLException {
        String told = "SELECT d.verdict, d.n, d.changed, " + values("a") + ", " + values("b")
                + " FROM (SELECT *, pg_catalog.row_number() OVER (PARTITION BY verdict ORDER BY here, there) AS nth FROM "
                + DIFFERENT + ") AS d LEFT JOIN " + HERE + " AS a ON a.ctid = d.here LEFT JOIN " + THERE
                + " AS b ON b.ctid = d.there WHERE d.nth <= " + kept + " ORDER BY d.verdict, d.nth";
        try (var statement = sql.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setFetchSize(FETCHED);
            try (ResultSet rows = statement.executeQuery(told)) {
                while (rows.next()) {
                    sink.row(row(rows));
                }
            }
        }
    }

    /** Long values are cut where they are, before anybody holds them in memory. */
    private String values(String side) {
        return IntStream.range(0, columns.size())
                .mapToObj(at -> cut(side + ".c" + at))
                .collect(Collectors.joining(", ", "ARRAY[", "]::pg_catalog.text[]"));
    }

    private static String cut(String value) {
        return "CASE WHEN pg_catalog.length(" + value + ") > 4000 THEN pg_catalog.left(" + value
                + ", 1000) || '… (cut: '" + " || pg_catalog.length(" + value + ") || ' characters)' ELSE " + value
                + " END";
    }

    private RowDifference row(ResultSet row) throws SQLException {
        Verdict verdict = Verdict.valueOf(row.getString(1));
        Array changed = row.getArray(3);
        List<String> differing = changed == null
                ? List.of()
                : Arrays.stream((Integer[]) changed.getArray())
                        .map(at -> columns.get(at).name())
                        .toList();
        return new RowDifference(
                verdict,
                row.getLong(2),
                differing,
                verdict == Verdict.ONLY_THERE ? List.of() : texts(row, 4),
                verdict == Verdict.ONLY_HERE ? List.of() : texts(row, 5));
    }

    private static List<String> texts(ResultSet row, int at) throws SQLException {
        return Arrays.asList((String[]) row.getArray(at).getArray());
    }
}
