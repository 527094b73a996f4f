package io.reprieve.accountdata.anyschema;

import java.util.Map;

/** What stands in the columns of a row that say nothing about whose it is. */
final class RowValues {

    private RowValues() {}

    static void fill(Map<DesignedColumn, String> values, DesignedTable table, int n, int oddity) {
        DesignedTable origin = table.parent == null ? table : table.parent;
        for (DesignedColumn key : table.key) {
            values.put(key, "'first " + n % 2 + "'");
        }
        if (!table.key.isEmpty()) {
            values.put(
                    table.key.get(table.key.size() - 1), origin.choice.keyType().value(n));
        }
        if (table.partitionBy != null) {
            values.put(table.partitionBy, String.valueOf(n % 6));
        }
        if (table.unique != null) {
            values.put(
                    table.unique,
                    oddity > 0 && (oddity + n) % 3 == 0 ? "NULL" : "'Unique " + table.number + "-" + n + "'");
        }
        if (table.span != null) {
            values.put(
                    table.span,
                    "'[" + (table.number * 10000 + n * 10) + "," + (table.number * 10000 + n * 10 + 5) + ")'");
        }
        if (table.changing != null) {
            values.put(table.changing, n % 2 == 0 ? "NULL" : "'2026-01-01 00:00Z'");
        }
        if (table.scan != null) {
            values.put(table.scan, oddity > 0 && (oddity + n) % 4 == 0 ? "NULL" : LargeObject.id(table, n));
        }
        int at = 0;
        for (DesignedColumn column : table.columns) {
            if (column.values() != null) {
                values.put(column, column.values().value(oddity == 0 ? 0 : oddity + n * 7 + at * 13));
                at++;
            }
        }
    }
}
