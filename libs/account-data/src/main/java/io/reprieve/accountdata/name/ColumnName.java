package io.reprieve.accountdata.name;

import java.util.List;

/**
 * A column of a table, spelled as the catalog spells it.
 *
 * @param table the table it belongs to
 * @param column the column's name, unquoted
 */
public record ColumnName(TableName table, String column) {

    /** Reads {@code schema.table.column}. */
    public static ColumnName parse(String text) {
        List<String> parts = SqlName.split(text);
        if (parts.size() != 3) {
            throw new IllegalArgumentException("'" + text + "' is not schema.table.column");
        }
        return new ColumnName(new TableName(parts.get(0), parts.get(1)), parts.get(2));
    }

    @Override
    public String toString() {
        return table.sql() + "." + SqlName.quote(column);
    }
}
