package io.reprieve.backup.browse;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Some rows of one table of a backup.
 *
 * @param table qualified name
 * @param rows how many the table holds, whatever the filter
 * @param columns name, PostgreSQL type and whether it is masked
 * @param items one map a row; numbers, booleans and JSON as such where that is exact, everything else as the text PostgreSQL
 *     prints, null for SQL null, the mask for what is masked
 * @param next cursor of the next page; null on the last
 */
public record RowPage(String table, long rows, List<Column> columns, List<Map<String, Object>> items, String next) {

    /**
     * @param name as the catalog spells it
     * @param type as PostgreSQL prints it
     * @param masked whether its values are hidden
     */
    public record Column(String name, String type, boolean masked) {}

    /** Shows rows of a table, each value by its column's type. */
    static RowPage of(TableShape shape, long total, Predicate<String> masked, List<List<String>> rows, String next) {
        List<Column> columns = shape.columns().stream()
                .map(column -> new Column(column.name(), column.type(), masked.test(column.name())))
                .toList();
        List<ColumnKind> kinds = shape.columns().stream()
                .map(ColumnShape::type)
                .map(type -> ColumnKind.of(shape, type))
                .toList();
        List<Map<String, Object>> items = new ArrayList<>();
        for (List<String> row : rows) {
            Map<String, Object> item = new LinkedHashMap<>();
            for (int at = 0; at < columns.size(); at++) {
                item.put(columns.get(at).name(), shown(columns.get(at), kinds.get(at), row.get(at)));
            }
            items.add(item);
        }
        return new RowPage(shape.name(), total, columns, items, next);
    }

    private static Object shown(Column column, ColumnKind kind, String text) {
        if (text == null) {
            return null;
        }
        return column.masked() ? Masking.MASK : kind.json(text);
    }
}
