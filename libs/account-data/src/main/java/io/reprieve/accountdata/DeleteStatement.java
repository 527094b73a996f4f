package io.reprieve.accountdata;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statement that deletes the rows of a group and gives them back.
 *
 * @param scope whose, and what tells them
 * @param tables of which tables
 * @param shapes per table, the columns to give back
 * @param places per table, where in the result each of its columns is
 * @param types what the result's columns are
 * @param keys takes the keys that are to be kept
 */
record DeleteStatement(
        ReachedRows.Scope scope,
        List<Table> tables,
        List<TableShape> shapes,
        List<int[]> places,
        List<String> types,
        DeletedKeys keys) {

    private static final String FLAG = "reprieve_leads_out";

    /** For a single table its columns; for several the table's number, then what they share; the flag last. */
    String with(OutwardFlags flags) {
        boolean alone = tables.size() == 1;
        if (alone && !keys.kept().containsKey(tables.get(0).name())) {
            return scope.with() + delete(0, List.of(), flags);
        }
        List<String> parts = new ArrayList<>(scope.definitions());
        for (int at = 0; at < tables.size(); at++) {
            DeletedKeys.Kept kept = keys.kept().get(tables.get(at).name());
            parts.add("reprieve_gone_" + at + " AS (" + delete(at, kept == null ? List.of() : kept.columns(), flags)
                    + ")");
            if (kept != null) {
                String columns = SqlText.columns(kept.columns());
                parts.add("reprieve_kept_" + at + " AS (INSERT INTO " + kept.table() + " (" + columns + ") SELECT "
                        + columns + " FROM reprieve_gone_" + at + ")");
            }
        }
        String gone = alone
                ? "SELECT " + SqlText.columns(Shapes.columnNames(shapes.get(0))) + flag(flags) + " FROM reprieve_gone_0"
                : IntStream.range(0, tables.size())
                        .mapToObj(at -> gone(at, flags))
                        .collect(Collectors.joining(" UNION ALL "));
        return "WITH RECURSIVE " + String.join(", ", parts) + " " + gone;
    }

    /** @param more columns to give back beside those of the shape: a generated column can be referred to */
    private String delete(int table, List<String> more, OutwardFlags flags) {
        Set<String> columns = new LinkedHashSet<>(Shapes.columnNames(shapes.get(table)));
        columns.addAll(more);
        return "DELETE FROM " + scope.rows().from(tables.get(table)) + " RETURNING "
                + SqlText.columns(List.copyOf(columns))
                + (flags.any() ? ", " + flags.of(tables.get(table)) + " AS " + FLAG : "");
    }

    private String gone(int table, OutwardFlags flags) {
        String[] fields = types.stream().map(type -> "NULL::" + type).toArray(String[]::new);
        int[] mine = places.get(table);
        List<String> columns = Shapes.columnNames(shapes.get(table));
        for (int at = 0; at < mine.length; at++) {
            fields[mine[at]] = SqlName.quote(columns.get(at));
        }
        return "SELECT " + table + ", " + String.join(", ", fields) + flag(flags) + " FROM reprieve_gone_" + table;
    }

    private static String flag(OutwardFlags flags) {
        return flags.any() ? ", " + FLAG : "";
    }
}
