package io.reprieve.backup.browse;

import io.reprieve.accountdata.ColumnShape;
import java.util.List;
import java.util.Map;

/**
 * Some rows of one table of a backup.
 *
 * @param table qualified name
 * @param columns name and PostgreSQL type of each
 * @param items one map a row, values as the text PostgreSQL prints, null for SQL null
 * @param next cursor of the next page; null on the last
 */
public record RowPage(String table, List<Column> columns, List<Map<String, String>> items, String next) {

    /**
     * @param name as the catalog spells it
     * @param type as PostgreSQL prints it
     */
    public record Column(String name, String type) {

        static Column of(ColumnShape shape) {
            return new Column(shape.name(), shape.type());
        }
    }
}
