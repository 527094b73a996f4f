package io.reprieve.accountdata.name;

import java.util.List;

/**
 * A table by schema and name, both exactly as the catalog spells them (unquoted).
 *
 * @param schema the schema's name
 * @param name the table's name
 */
public record TableName(String schema, String name) implements Comparable<TableName> {

    /** Reads {@code schema.table} as PostgreSQL would: unquoted parts fold to lower case, quoted ones stay. */
    public static TableName parse(String text) {
        List<String> parts = SqlName.split(text);
        if (parts.size() != 2) {
            throw new IllegalArgumentException("'" + text + "' is not schema.table");
        }
        return new TableName(parts.get(0), parts.get(1));
    }

    /** The name as SQL takes it: {@code schema.table}, each part quoted where PostgreSQL needs it. */
    public String sql() {
        return SqlName.quote(schema) + "." + SqlName.quote(name);
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return sql();
    }
}
