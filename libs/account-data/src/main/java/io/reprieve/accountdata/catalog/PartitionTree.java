package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.archive.PartitionShape;
import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A partitioned table and everything below it.
 *
 * @param nodes parents before children, the root first
 */
public record PartitionTree(List<Node> nodes) {

    private static final String NODES = """
            SELECT r.oid AS root, t.relid::oid AS oid, t.parentrelid::oid AS parent,
                   format('%I.%I', n.nspname, c.relname) AS name, pg_get_expr(c.relpartbound, c.oid) AS bound,
                   pg_get_partkeydef(c.oid) AS key, p.partstrat, coalesce(p.partdefid, 0) <> 0 AS has_default,
                   p.partexprs IS NOT NULL AS expressions,
                   ARRAY(SELECT a.attname::text FROM unnest(p.partattrs) k (n)
                           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n) AS columns
              FROM pg_class r CROSS JOIN LATERAL pg_partition_tree(r.oid) t JOIN pg_class c ON c.oid = t.relid
              JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
             WHERE r.relkind = 'p' AND r.oid IN (""";

    /**
     * @param oid its object id
     * @param parent that of the table it is a partition of; 0 for the root
     * @param name qualified
     * @param bound null for the root
     * @param key how it is partitioned; null for a leaf
     * @param strategy r range, l list, h hash; blank for a leaf
     * @param hasDefault whether a default partition takes what no other does
     * @param expressions whether it is partitioned by anything else than columns
     * @param columns those it is partitioned by
     */
    public record Node(
            long oid,
            long parent,
            String name,
            String bound,
            String key,
            char strategy,
            boolean hasDefault,
            boolean expressions,
            List<String> columns) {

        PartitionShape shape(String parentName) {
            return new PartitionShape(name, parentName, bound, key);
        }
    }

    /** Per partitioned table, by its object id. */
    public static Map<Long, PartitionTree> read(Sql sql, List<Table> tables) throws SQLException {
        String oids = tables.stream().map(table -> String.valueOf(table.oid())).collect(Collectors.joining(", "));
        Map<Long, List<Node>> nodes =
                sql.qualified(() -> sql.grouped(NODES + oids + ") ORDER BY t.level, c.oid", row -> {
                    String strategy = row.getString("partstrat");
                    return new Node(
                            row.getLong("oid"),
                            row.getLong("parent"),
                            row.getString("name"),
                            row.getString("bound"),
                            row.getString("key"),
                            strategy == null ? ' ' : strategy.charAt(0),
                            row.getBoolean("has_default"),
                            row.getBoolean("expressions"),
                            Sql.texts(row, "columns"));
                }));
        return nodes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new PartitionTree(entry.getValue())));
    }

    public List<Node> below(Node parent) {
        return nodes.stream().filter(node -> node.parent() == parent.oid()).toList();
    }

    /** As an archive keeps them. */
    public List<PartitionShape> shapes() {
        List<PartitionShape> shapes = new ArrayList<>();
        for (Node parent : nodes) {
            below(parent).forEach(node -> shapes.add(node.shape(parent.name())));
        }
        return List.copyOf(shapes);
    }

    /** What would take the rows that no partition of the node takes; empty when it takes all. */
    public List<String> gaps(Node node) {
        if (node.strategy() == ' ' || node.hasDefault()) {
            return List.of();
        }
        return node.strategy() == 'h' ? HashBound.missing(below(node)) : List.of("DEFAULT");
    }

    public boolean takesAll() {
        return nodes.stream().allMatch(node -> gaps(node).isEmpty());
    }
}
