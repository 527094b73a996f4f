package io.reprieve.accountdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tables whose rows go in one statement: one table mostly, or several in a circle, since PostgreSQL checks keys that cannot
 * be deferred when a statement ends. Columns of one type share a place in its result, so that a line is as wide as it has
 * to be; each line is cut back to its table's own fields, which stay COPY's text. A row that refers to what is not the
 * account's is noticed as it goes, by a last field.
 */
final class DeletedGroup {

    /** PostgreSQL's limit for a result is 1,664 columns; two of ours tell the table, and whether the row leads out. */
    static final int WIDEST = 1_662;

    private final Ownership ownership;
    private final List<Table> tables;
    private final List<TableShape> shapes = new ArrayList<>();
    private final List<int[]> places = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private boolean ledOut;

    private DeletedGroup(Ownership ownership, List<Table> tables) {
        this.ownership = ownership;
        this.tables = tables;
    }

    static DeletedGroup of(Ownership ownership, List<Table> tables) {
        DeletedGroup group = new DeletedGroup(ownership, tables);
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

    /** How many columns of theirs the statement's result has. */
    int width() {
        return types.size();
    }

    /**
     * Deletes the account's rows of all tables, digests what went, and keeps the keys that are to be kept.
     *
     * @throws LedOut when one of them referred to a row that is not the account's
     */
    List<TableContent> delete(Sql sql, AccountRows rows, DigestKey key, DeletedKeys keys) throws SQLException {
        List<RowDigest> digests =
                shapes.stream().map(shape -> new RowDigest(key, shape)).toList();
        ReachedRows.Scope scope = rows.scope(tablesAndTheirParents());
        DeleteStatement statement = new DeleteStatement(scope, tables, shapes, places, types, keys);
        OutwardFlags flags = OutwardFlags.of(sql, ownership, scope.rows(), rows, tables, statement::with);
        try {
            delete(sql, statement.with(flags), flags.any(), (table, line) -> digests.get(table)
                    .add(line));
        } catch (IOException e) {
            throw new IllegalStateException("digesting writes nowhere", e);
        }
        if (ledOut) {
            throw new LedOut();
        }
        return digests.stream().map(RowDigest::content).toList();
    }

    private Set<TableName> tablesAndTheirParents() {
        Set<TableName> names = new TreeSet<>();
        for (Table table : tables) {
            names.add(table.name());
            CrossAccountEdges.outwardKeys(ownership, table).forEach(key -> names.add(key.to()));
        }
        return names;
    }

    /** Takes one line of COPY text, its line feed included. */
    private interface LineTaker {
        void take(int table, byte[] line) throws IOException;
    }

    private void delete(Sql sql, String statement, boolean flagged, LineTaker taker) throws SQLException, IOException {
        if (tables.size() == 1) {
            CopyOutRows.each(sql, statement, line -> taker.take(0, flagged ? unflagged(line) : line));
            return;
        }
        int[] ends = new int[types.size() + 1];
        CopyOutRows.each(sql, statement, whole -> {
            byte[] line = flagged ? unflagged(whole) : whole;
            findEnds(line, ends);
            int table = Integer.parseInt(new String(line, 0, ends[0], StandardCharsets.US_ASCII));
            taker.take(table, cut(line, ends, places.get(table)));
        });
    }

    private byte[] unflagged(byte[] line) {
        // … TAB flag LF
        ledOut |= line[line.length - 2] != 'f';
        byte[] own = Arrays.copyOf(line, line.length - 2);
        own[own.length - 1] = '\n';
        return own;
    }

    private static void findEnds(byte[] line, int[] ends) {
        int at = 0;
        for (int field = 0; field < ends.length; field++) {
            while (line[at] != '\t' && line[at] != '\n') {
                at++;
            }
            ends[field] = at++;
        }
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
}
