package io.reprieve.accountdata.snapshot;

import io.reprieve.accountdata.archive.PartitionShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.PartitionTree;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What rows are held to when they are archived. A plan need not try on them again what they were held to then.
 *
 * @param rules per table, by its name
 * @param partitions per partitioned table, by its name
 */
public record ArchivedRules(Map<String, List<String>> rules, Map<String, List<PartitionShape>> partitions) {

    /** A unique index or exclusion constraint {@code x}, whose constraint is {@code k}, as it is kept. */
    public static final String INDEX =
            "pg_get_indexdef(x.oid) || coalesce(' ' || CASE WHEN k.contype = 'x' THEN pg_get_constraintdef(k.oid) END, '')";

    /** A check or foreign key {@code k} of table {@code c}, as it is kept. */
    public static final String CONSTRAINT = "k.conname || ' ' || pg_get_constraintdef(k.oid) || ' of ' || c.relname";

    private static final String ROOT =
            "coalesce(CASE WHEN c.relispartition THEN pg_partition_root(c.oid) END, c.oid)::oid";

    private static final String RULES = "SELECT * FROM (SELECT " + ROOT + " AS root, " + INDEX + " AS rule"
            + " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid"
            + " LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.contype IN ('p', 'u', 'x')"
            + " WHERE (i.indisunique OR i.indisexclusion) AND i.indisvalid AND NOT x.relispartition"
            + " UNION ALL SELECT " + ROOT + ", " + CONSTRAINT
            + " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
            + " WHERE k.contype IN ('c', 'f') AND k.convalidated AND (k.coninhcount = 0 OR NOT c.relispartition) AND k.conparentid = 0"
            + " AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)"
            + " UNION ALL SELECT c.oid, 'NOT NULL ' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            + " WHERE a.attnotnull AND a.attnum > 0 AND NOT a.attisdropped AND NOT c.relispartition) r WHERE root IN (";

    static ArchivedRules read(Sql sql, Ownership ownership) throws SQLException {
        List<Table> tables = ownership.insertOrder();
        String oids = tables.stream().map(table -> String.valueOf(table.oid())).collect(Collectors.joining(", "));
        Map<Long, List<String>> rules =
                sql.qualified(() -> sql.grouped(RULES + oids + ") ORDER BY rule", row -> row.getString("rule")));
        Map<Long, PartitionTree> trees = PartitionTree.read(sql, tables);
        Map<String, List<String>> held = new HashMap<>();
        Map<String, List<PartitionShape>> partitions = new HashMap<>();
        for (Table table : tables) {
            held.put(table.name().sql(), rules.getOrDefault(table.oid(), List.of()));
            if (trees.containsKey(table.oid())) {
                partitions.put(table.name().sql(), trees.get(table.oid()).shapes());
            }
        }
        return new ArchivedRules(held, partitions);
    }

    /** The shape with its table's rules and partitions; as it is when it is not a table's. */
    TableShape over(TableShape shape) {
        return shape.kind() != TableShape.Kind.ROWS
                ? shape
                : shape.under(
                        rules.getOrDefault(shape.name(), List.of()), partitions.getOrDefault(shape.name(), List.of()));
    }
}
