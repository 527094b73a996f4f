package io.reprieve.accountdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tables in a circle, whose rows go in one statement: PostgreSQL checks keys that cannot be deferred when a statement ends.
 * Columns of one type share a place in its result, so that a line is as wide as it has to be; each line is cut back to its
 * table's own fields, which stay COPY's text.
 */
final class DeletedGroup {

    /** PostgreSQL's limit for a result is 1,664 columns; one of ours tells the table. */
    static final int WIDEST = 1_663;

    private final List<Table> tables;
    private final List<TableShape> shapes = new ArrayList<>();
    private final List<int[]> places = new ArrayList<>();
    private final List<String> types = new ArrayList<>();

    private DeletedGroup(List<Table> tables) {
        this.tables = tables;
    }

    static DeletedGroup of(Ownership ownership, List<Table> tables) {
        DeletedGroup group = new DeletedGroup(tables);
        Map<String, List<Integer>> byType = new HashMap<>();
        for (Table table : tables) {
            TableShape shape = Shapes.rows(ownership, table);
            Map<String, Integer> used = new HashMap<>();
            int[] places = shape.columns().stream()
                    .map(column -> table.column(column.name()).orElseThrow())
                    .map(column -> ownership.catalog().types().underlying(column.typeOid()))
                    .mapToInt(type -> group.place(type, used.merge(type, 1, Integer::sum), byType))
                    .toArray();
            group.shapes.add(shape);
            group.places.add(places);
        }
        return group;
    }

    private int place(String type, int nth, Map<String, List<Integer>> byType) {
        List<Integer> places = byType.computeIfAbsent(type, any -> new ArrayList<>());
        if (places.size() < nth) {
            places.add(types.size());
            types.add(type);
        }
        return places.get(nth - 1);
    }

    /** How many columns the statement's result has beside the table's number. */
    int width() {
        return types.size();
    }

    /** Deletes the account's rows of all tables, digests what went, and keeps the keys that are to be kept. */
    List<TableContent> delete(Sql sql, AccountRows rows, DigestKey key, DeletedKeys keys) throws SQLException {
        List<RowDigest> digests =
                shapes.stream().map(shape -> new RowDigest(key, shape)).toList();
        try {
            delete(sql, statement(rows, keys), (table, line) -> digests.get(table)
                    .add(line));
        } catch (IOException e) {
            throw new IllegalStateException("digesting writes nowhere", e);
        }
        return digests.stream().map(RowDigest::content).toList();
    }

    /** Takes one line of COPY text, its line feed included. */
    private interface LineTaker {
        void take(int table, byte[] line) throws IOException;
    }

    private void delete(Sql sql, String statement, LineTaker taker) throws SQLException, IOException {
        if (tables.size() == 1) {
            CopyOutRows.each(sql, statement, line -> taker.take(0, line));
            return;
        }
        int[] ends = new int[types.size() + 1];
        CopyOutRows.each(sql, statement, line -> {
            int at = 0;
            for (int field = 0; field < ends.length; field++) {
                while (line[at] != '\t' && line[at] != '\n') {
                    at++;
                }
                ends[field] = at++;
            }
            int table = Integer.parseInt(new String(line, 0, ends[0], StandardCharsets.US_ASCII));
            taker.take(table, cut(line, ends, places.get(table)));
        });
    }

    private static byte[] cut(byte[] line, int[] ends, int[] places) {
        ByteArrayOutputStream own = new ByteArrayOutputStream(line.length);
        for (int at = 0; at < places.length; at++) {
            int start = ends[places[at]] + 1;
            own.write(line, start, ends[places[at] + 1] - start);
            own.write(at == places.length - 1 ? '\n' : '\t');
        }
        return own.toByteArray();
    }

    private String statement(AccountRows rows, DeletedKeys keys) {
        boolean alone = tables.size() == 1;
        if (alone && !keys.kept().containsKey(tables.get(0).name())) {
            return delete(0, rows, List.of());
        }
        List<String> parts = new ArrayList<>();
        for (int at = 0; at < tables.size(); at++) {
            DeletedKeys.Kept kept = keys.kept().get(tables.get(at).name());
            parts.add("reprieve_gone_" + at + " AS (" + delete(at, rows, kept == null ? List.of() : kept.columns())
                    + ")");
            if (kept != null) {
                String columns = SqlText.columns(kept.columns());
                parts.add("reprieve_kept_" + at + " AS (INSERT INTO " + kept.table() + " (" + columns + ") SELECT "
                        + columns + " FROM reprieve_gone_" + at + ")");
            }
        }
        String gone = alone
                ? "SELECT " + SqlText.columns(Shapes.columnNames(shapes.get(0))) + " FROM reprieve_gone_0"
                : IntStream.range(0, tables.size()).mapToObj(this::gone).collect(Collectors.joining(" UNION ALL "));
        return "WITH " + String.join(", ", parts) + " " + gone;
    }

    /** @param more columns to give back beside those of the shape: a generated column can be referred to */
    private String delete(int table, AccountRows rows, List<String> more) {
        Set<String> columns = new LinkedHashSet<>(Shapes.columnNames(shapes.get(table)));
        columns.addAll(more);
        return "DELETE FROM " + rows.from(tables.get(table)) + " RETURNING " + SqlText.columns(List.copyOf(columns));
    }

    private String gone(int table) {
        String[] fields = types.stream().map(type -> "NULL::" + type).toArray(String[]::new);
        int[] mine = places.get(table);
        List<String> columns = Shapes.columnNames(shapes.get(table));
        for (int at = 0; at < mine.length; at++) {
            fields[mine[at]] = SqlName.quote(columns.get(at));
        }
        return "SELECT " + table + ", " + Arrays.stream(fields).collect(Collectors.joining(", "))
                + " FROM reprieve_gone_" + table;
    }
}
