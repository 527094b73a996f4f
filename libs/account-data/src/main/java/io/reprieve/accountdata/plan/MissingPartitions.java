package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.PartitionTree;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.staging.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds archived rows that no partition takes. PostgreSQL routes their partition keys through an empty copy of the tree
 * that has a partition more wherever one is missing; what arrives there has no place.
 */
final class MissingPartitions {

    private static final int NAMED = 5;

    private final Sql sql;
    private final StagedTable table;
    private final PartitionTree tree;
    private final Map<Long, String> copies = new HashMap<>();
    private final Map<String, Gap> gaps = new LinkedHashMap<>();

    /** A bound that no partition has, and its copy that takes the rows. */
    private record Gap(PartitionTree.Node parent, String bound) {}

    MissingPartitions(Sql sql, StagedTable table, PartitionTree tree) {
        this.sql = sql;
        this.table = table;
        this.tree = tree;
    }

    List<Finding> findings(RowMaking making) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        if (!tree.takesAll()) {
            route(making);
            for (Map.Entry<String, Gap> gap : gaps.entrySet()) {
                findings.addAll(found(gap.getKey(), gap.getValue()));
            }
            sql.run("DROP TABLE " + copies.get(tree.nodes().get(0).oid()));
        }
        if (findings.isEmpty()) {
            FormerPartitions.of(sql, table.shape(), tree).detached().forEach(findings::add);
        }
        return findings;
    }

    private void route(RowMaking making) throws SQLException {
        Set<String> columns = columns();
        for (PartitionTree.Node node : tree.nodes()) {
            copy(node, columns);
        }
        sql.run("INSERT INTO " + copies.get(tree.nodes().get(0).oid()) + " (reprieve_at"
                + columns.stream().map(column -> ", " + SqlName.quote(column)).collect(Collectors.joining())
                + ") SELECT r.reprieve_at"
                + columns.stream().map(column -> ", r." + SqlName.quote(column)).collect(Collectors.joining())
                + " FROM " + making.rows(table));
    }

    /** Those that any level is partitioned by; all where an expression may use any. */
    private Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        for (PartitionTree.Node node : tree.nodes()) {
            columns.addAll(node.columns());
            if (node.expressions()) {
                table.live().columns().forEach(column -> columns.add(column.name()));
            }
        }
        return columns;
    }

    private void copy(PartitionTree.Node node, Set<String> columns) throws SQLException {
        String copy = "pg_temp.reprieve_part_" + node.oid();
        copies.put(node.oid(), copy);
        String by = node.key() == null ? "" : " PARTITION BY " + node.key();
        if (node.parent() == 0) {
            Map<String, String> collations = collations();
            sql.run("CREATE TEMPORARY TABLE reprieve_part_" + node.oid() + " (reprieve_at tid"
                    + table.live().columns().stream()
                            .filter(column -> columns.contains(column.name()))
                            .map(column -> ", " + column.sql() + " " + column.type()
                                    + collations.getOrDefault(column.name(), ""))
                            .collect(Collectors.joining())
                    + ")" + by);
        } else {
            sql.run("CREATE TEMPORARY TABLE reprieve_part_" + node.oid() + " PARTITION OF " + copies.get(node.parent())
                    + " " + node.bound() + by);
        }
        for (String bound : tree.gaps(node)) {
            String gap = "reprieve_gap_" + gaps.size() + "_" + node.oid();
            sql.run("CREATE TEMPORARY TABLE " + gap + " PARTITION OF " + copy + " " + bound);
            gaps.put("pg_temp." + gap, new Gap(node, bound));
        }
    }

    private Map<String, String> collations() throws SQLException {
        Map<String, String> collations = new HashMap<>();
        sql.each(
                "SELECT a.attname, pg_catalog.format(' COLLATE %I.%I', n.nspname, l.collname) FROM pg_catalog.pg_attribute a"
                        + " JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation JOIN pg_catalog.pg_namespace n"
                        + " ON n.oid = l.collnamespace WHERE a.attrelid = "
                        + table.live().oid(),
                row -> collations.put(row.getString(1), row.getString(2)));
        return collations;
    }

    private List<Finding> found(String rows, Gap gap) throws SQLException {
        long count = sql.number("SELECT pg_catalog.count(*) FROM " + rows);
        if (count == 0) {
            return List.of();
        }
        List<String> named = sql.list(
                "SELECT " + table.rowName("a") + " FROM " + rows + " AS g JOIN " + table.staged()
                        + " AS a ON a.ctid = g.reprieve_at ORDER BY 1 LIMIT " + NAMED,
                row -> row.getString(1));
        FormerPartitions former = FormerPartitions.of(sql, table.shape(), tree);
        List<String> statements = former.statements(gap.parent());
        if (statements.isEmpty()) {
            statements = new PartitionBounds(sql, table.live(), tree, gap.parent()).statements(rows, gap.bound());
        }
        return List.of(Finding.error(
                "partition-missing",
                gap.parent().name(),
                "has no partition for " + count + " archived rows (" + String.join("; ", named)
                        + "): make one before the restore, as by " + String.join("; ", statements)));
    }
}
