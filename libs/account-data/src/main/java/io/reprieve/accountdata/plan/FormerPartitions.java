package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.archive.PartitionShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.PartitionTree;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Partitions that an archived table had and that are none of its any more.
 *
 * @param shape the archived table
 * @param taken those that are tables of their own now
 * @param dropped those that are gone
 */
record FormerPartitions(TableShape shape, List<PartitionShape> taken, List<PartitionShape> dropped) {

    static FormerPartitions of(Sql sql, TableShape shape, PartitionTree tree) throws SQLException {
        Set<String> now = tree.nodes().stream().map(PartitionTree.Node::name).collect(Collectors.toSet());
        List<PartitionShape> taken = new ArrayList<>();
        List<PartitionShape> dropped = new ArrayList<>();
        for (PartitionShape partition : shape.partitions()) {
            if (!now.contains(partition.name())) {
                boolean there =
                        sql.yes("SELECT pg_catalog.to_regclass(" + SqlText.literal(partition.name()) + ") IS NOT NULL");
                (there ? taken : dropped).add(partition);
            }
        }
        return new FormerPartitions(shape, List.copyOf(taken), List.copyOf(dropped));
    }

    /** What would give the node back the partitions it had. */
    List<String> statements(PartitionTree.Node parent) {
        List<String> statements = new ArrayList<>();
        taken.stream()
                .filter(partition -> partition.parent().equals(parent.name()))
                .forEach(partition -> statements.add(partition.attach()));
        dropped.stream()
                .filter(partition -> partition.parent().equals(parent.name()))
                .forEach(partition -> statements.add(partition.create()));
        return statements;
    }

    /** Worth knowing though every archived row has a place: rows may be live where nobody looks. */
    List<Finding> detached() {
        return taken.stream()
                .map(partition -> Finding.note(
                        "partition-detached",
                        partition.name(),
                        "was a partition of " + partition.parent()
                                + " when the archive was made, and is a table of its own"
                                + " now: rows of the account in it are not seen here; if they should be, "
                                + partition.attach()))
                .toList();
    }
}
