package io.reprieve.accountdata.anyschema;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A column of a designed table.
 *
 * @param name unquoted
 * @param type its type, as SQL
 * @param values what stands in it, where that is any value
 * @param more what follows the type in its declaration; null for a column that is not written
 */
record DesignedColumn(String name, String type, ColumnType values, String more) {

    static DesignedColumn of(String name, String type) {
        return new DesignedColumn(name, type, null, "");
    }

    String sql() {
        return Naming.quoted(name);
    }

    static String list(Collection<DesignedColumn> columns) {
        return columns.stream().map(DesignedColumn::sql).collect(Collectors.joining(", "));
    }
}
