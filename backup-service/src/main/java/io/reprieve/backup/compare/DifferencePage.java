package io.reprieve.backup.compare;

import io.reprieve.backup.browse.ColumnKind;
import io.reprieve.backup.browse.Masking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Some rows of one table that differ.
 *
 * @param table qualified name
 * @param columns of both sides
 * @param key columns rows are told apart by
 * @param items the rows
 * @param next cursor of the next page; null on the last
 */
record DifferencePage(String table, List<Column> columns, List<String> key, List<Item> items, String next) {

    /**
     * @param name of the column
     * @param typeHere its type; null where it is not
     * @param typeThere likewise
     * @param masked whether its values are hidden
     */
    record Column(String name, String typeHere, String typeThere, boolean masked) {}

    /**
     * @param verdict ONLY_HERE, ONLY_THERE or CHANGED
     * @param times how often; more than once only for rows without a key
     * @param key what names it
     * @param differs which columns differ, of a changed row
     * @param here its values; of a changed row those that differ; null when it is not here
     * @param there likewise
     */
    record Item(
            String verdict,
            long times,
            Map<String, Object> key,
            List<String> differs,
            Map<String, Object> here,
            Map<String, Object> there) {}

    /** A table's rows for one caller. */
    record Shown(ComparisonResult.Table table, Predicate<ComparisonResult.Column> masked) {

        List<Column> columns() {
            return table.columns().stream()
                    .map(column ->
                            new Column(column.name(), column.typeHere(), column.typeThere(), masked.test(column)))
                    .toList();
        }

        Item item(String verdict, KeptRow row) {
            boolean here = !row.here().isEmpty();
            List<String> wanted = here && !row.there().isEmpty() ? row.columns() : null;
            return new Item(
                    verdict,
                    row.times(),
                    here ? values(row.here(), true, table.key()) : values(row.there(), false, table.key()),
                    row.columns(),
                    here ? values(row.here(), true, wanted) : null,
                    row.there().isEmpty() ? null : values(row.there(), false, wanted));
        }

        /** @param wanted null for all that are on this side */
        private Map<String, Object> values(List<String> texts, boolean here, List<String> wanted) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int at = 0; at < texts.size(); at++) {
                ComparisonResult.Column column = table.columns().get(at);
                ColumnKind kind = here ? column.kindHere() : column.kindThere();
                if (kind != null && (wanted == null || wanted.contains(column.name()))) {
                    values.put(column.name(), shown(column, kind, texts.get(at)));
                }
            }
            return values;
        }

        private Object shown(ComparisonResult.Column column, ColumnKind kind, String text) {
            if (text == null) {
                return null;
            }
            if (masked.test(column)) {
                return Masking.MASK;
            }
            // What was cut is no number or JSON any more.
            return text.endsWith(" characters)") && text.contains("… (cut: ") ? text : kind.json(text);
        }
    }

    static DifferencePage of(Shown shown, List<ComparisonRows.Sealed> rows, List<KeptRow> kept, String next) {
        List<Item> items = new ArrayList<>();
        for (int at = 0; at < kept.size(); at++) {
            items.add(shown.item(rows.get(at).verdict(), kept.get(at)));
        }
        return new DifferencePage(
                shown.table().table(), shown.columns(), shown.table().key(), items, next);
    }
}
