package io.reprieve.accountdata.anyschema;

import io.reprieve.accountdata.anyschema.TableChoice.Feature;
import io.reprieve.accountdata.anyschema.TableChoice.Key;
import io.reprieve.localservers.PostgresVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes the DDL of one designed table. */
final class TableSql {

    private final DesignedTable table;
    private final PostgresVersion version;

    TableSql(DesignedTable table, PostgresVersion version) {
        this.table = table;
        this.version = version;
    }

    static String sequence(DesignedTable table) {
        return Naming.quoted(table.schema) + ".\"Seq " + table.number + "\"";
    }

    /** The table, its key and its partitions. */
    String create() {
        boolean serial = !table.key.isEmpty() && table.parent == null && table.choice.keyType() == KeyType.SERIAL;
        List<String> parts = new ArrayList<>();
        if (table.has(Feature.DROPPED_COLUMN)) {
            parts.add("dropped_" + table.number + " text");
        }
        for (DesignedColumn column : table.columns) {
            if (table.parent == null || !table.parent.columns.contains(column)) {
                parts.add(declaration(column));
            }
        }
        if (table.has(Feature.GENERATED_COLUMN)) {
            parts.add("generated_" + table.number + " integer GENERATED ALWAYS AS (" + table.owner.sql()
                    + " * 2) STORED");
        }
        if (table.has(Feature.VIRTUAL_COLUMN) && version == PostgresVersion.V18) {
            parts.add(
                    "virtual_" + table.number + " integer GENERATED ALWAYS AS (" + table.owner.sql() + " * 3) VIRTUAL");
        }
        if (!table.key.isEmpty()) {
            parts.add((table.choice.key() == Key.UNIQUE ? "UNIQUE (" : "PRIMARY KEY (") + DesignedColumn.list(table.key)
                    + ")");
        }
        return (serial ? "CREATE SEQUENCE " + sequence(table) + ";\n" : "")
                + "CREATE TABLE " + table.sql() + " (" + String.join(", ", parts) + ")" + inherits() + partitionBy()
                + ";\n"
                + partitions()
                + (table.has(Feature.DROPPED_COLUMN)
                        ? "ALTER TABLE " + table.sql() + " DROP COLUMN dropped_" + table.number + ";\n"
                        : "")
                + (serial
                        ? "ALTER SEQUENCE " + sequence(table) + " OWNED BY " + table.sql() + "."
                                + table.key.get(table.key.size() - 1).sql() + ";\n"
                        : "");
    }

    private String declaration(DesignedColumn column) {
        boolean required = table.key.contains(column)
                || table.links.stream().anyMatch(link -> link.required && link.columns.contains(column));
        return column.sql() + " " + column.type() + " " + column.more() + (required ? " NOT NULL" : "");
    }

    private String inherits() {
        return table.parent == null ? "" : " INHERITS (" + table.parent.sql() + ")";
    }

    private String partitionBy() {
        return switch (table.kind) {
            case BY_RANGE -> " PARTITION BY RANGE (" + part() + ")";
            case BY_LIST -> " PARTITION BY LIST (" + part() + ")";
            case BY_HASH -> " PARTITION BY HASH (" + part() + ")";
            default -> "";
        };
    }

    private String part() {
        if (table.partitionBy != null) {
            return table.partitionBy.sql();
        }
        return table.key.isEmpty()
                ? table.owner.sql()
                : table.key.get(table.key.size() - 1).sql();
    }

    private String partitions() {
        return switch (table.kind) {
            case BY_RANGE ->
                partition(0, "FOR VALUES FROM (MINVALUE) TO (3)", "")
                        + partition(1, "FOR VALUES FROM (3) TO (MAXVALUE)", " PARTITION BY HASH (" + part() + ")")
                        + "CREATE TABLE third.part_" + table.number + "_sub PARTITION OF " + partitionName(1)
                        + " FOR VALUES WITH (MODULUS 1, REMAINDER 0);\n";
            case BY_LIST -> partition(0, "FOR VALUES IN (0, 2)", "") + attached() + partition(2, "DEFAULT", "");
            case BY_HASH ->
                partition(0, "FOR VALUES WITH (MODULUS 2, REMAINDER 0)", "")
                        + partition(1, "FOR VALUES WITH (MODULUS 2, REMAINDER 1)", "");
            default -> "";
        };
    }

    private String partitionName(int nth) {
        return "third.part_" + table.number + "_" + nth;
    }

    private String partition(int nth, String values, String more) {
        return "CREATE TABLE " + partitionName(nth) + " PARTITION OF " + table.sql() + " " + values + more + ";\n";
    }

    /** A partition with its columns in another order, and one dropped before. */
    private String attached() {
        List<String> columns = new ArrayList<>();
        table.columns.forEach(column -> columns.add(declaration(column)));
        if (table.has(Feature.DROPPED_COLUMN)) {
            columns.add("dropped_" + table.number + " text");
        }
        Collections.reverse(columns);
        String name = partitionName(1);
        return "CREATE TABLE " + name + " (gone integer, " + String.join(", ", columns) + "); ALTER TABLE " + name
                + " DROP COLUMN gone; ALTER TABLE " + table.sql() + " ATTACH PARTITION " + name
                + " FOR VALUES IN (1, 4);\n";
    }

    /** What comes after the rows. */
    String constrain() {
        StringBuilder sql = new StringBuilder();
        String on = " ON " + table.sql() + " ";
        if (table.has(Feature.UNIQUE_COLUMN)) {
            sql.append("ALTER TABLE " + table.sql() + " ADD UNIQUE (" + table.unique.sql() + ");\n");
        }
        if (table.has(Feature.PARTIAL_UNIQUE)) {
            sql.append("CREATE UNIQUE INDEX" + on + "(" + table.unique.sql() + ") WHERE " + table.owner.sql()
                    + " >= 0;\n");
        }
        if (table.has(Feature.EXPRESSION_UNIQUE)) {
            sql.append("CREATE UNIQUE INDEX" + on + "(lower(" + table.unique.sql() + "));\n");
        }
        if (table.has(Feature.EXCLUSION)) {
            excluding()
                    .forEach(each -> sql.append(
                            "ALTER TABLE " + each + " ADD EXCLUDE USING gist (" + table.span.sql() + " WITH &&);\n"));
        }
        if (table.has(Feature.TRIGGER)) {
            sql.append("CREATE TRIGGER " + trigger(table) + " AFTER INSERT OR UPDATE OR DELETE" + on
                    + "FOR EACH ROW EXECUTE FUNCTION \"My Types\".nothing();\n");
        }
        if (table.has(Feature.ROW_SECURITY)) {
            sql.append("ALTER TABLE " + table.sql() + " ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\n");
            sql.append("CREATE POLICY nothing" + on + "USING (false);\n");
        }
        return sql.toString();
    }

    /** Whatever the version, a partition can have such a constraint of its own. */
    private List<String> excluding() {
        return switch (table.kind) {
            case BY_RANGE -> List.of(partitionName(0), "third.part_" + table.number + "_sub");
            case BY_LIST, BY_HASH -> List.of(partitionName(0), partitionName(1));
            default -> List.of(table.sql());
        };
    }

    static String trigger(DesignedTable table) {
        return "\"touch " + table.number + "\"";
    }
}
