package io.reprieve.accountdata;

import io.reprieve.accountdata.RowCounts.Changes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes an account's rows out: links of shared rows are undone, then rows deleted, children first, while what goes is
 * digested. Once something is not as ordered, the rest is only looked at, so that all differences are told.
 */
final class Deletion {

    private final AccountSnapshot account;
    private final Ownership ownership;
    private final ErasureOrder order;
    private final ReplicationRole role;
    private final DeletedKeys keys;
    private final Sql sql;
    private final List<TableContent> found = new ArrayList<>();
    private final Map<TableName, Changes> changes = new HashMap<>();

    /**
     * @param role says which statements fire no triggers
     * @param keys takes the keys that foreign keys refer to, where their triggers are muted
     */
    Deletion(AccountSnapshot account, ErasureOrder order, ReplicationRole role, DeletedKeys keys) {
        this.account = account;
        this.ownership = account.ownership();
        this.order = order;
        this.role = role;
        this.keys = keys;
        this.sql = account.session().sql();
    }

    void run() throws SQLException {
        for (Links links : Links.of(ownership)) {
            unlink(links);
        }
        Optional<LargeObjects> largeObjects = LargeObjects.of(ownership);
        if (largeObjects.isPresent()) {
            remove(largeObjects.get());
        }
        for (List<Table> group : ownership.deleteGroups()) {
            delete(group);
        }
        role.origin();
        if (asOrdered()) {
            // Deferred constraints speak now, while their refusal can still be told apart from a lost connection.
            sql.run("SET CONSTRAINTS ALL IMMEDIATE");
            keys.proveUnreferred();
        }
    }

    private void unlink(Links links) throws SQLException {
        String select = links.select(account.rows(), ownership) + " FOR UPDATE OF s";
        TableContent pointing = CopyOutRows.digest(sql, select, order.digestKey(), links.shape())
                .content();
        found.add(pointing);
        if (asOrdered()) {
            role.before("update", Set.of(links.table().name()));
            long undone = sql.run(links.undo(account.rows(), ownership));
            if (undone != pointing.rows()) {
                throw new SQLException("links of " + links.column() + " came or went meanwhile", "40001");
            }
            done(links.table(), new Changes(0, undone, 0));
        }
    }

    /** While rows name them still: only then are they within reach. Writers of large objects wait from here to the end. */
    private void remove(LargeObjects objects) throws SQLException {
        boolean any = sql.yes("SELECT EXISTS (" + objects.named(account.rows()) + ")");
        if (any) {
            sql.text("SELECT reprieve.lock_large_objects()");
        }
        String select = objects.selectLatest(account.rows());
        found.add(CopyOutRows.digest(sql, select, order.digestKey(), LargeObjects.SHAPE)
                .content());
        if (any && asOrdered()) {
            sql.text(objects.unlink(account.rows()));
        }
    }

    private void delete(List<Table> group) throws SQLException {
        if (!asOrdered()) {
            for (Table table : group) {
                TableShape shape = Shapes.rows(ownership, table);
                found.add(CopyOutRows.digest(sql, account.select(shape, table), order.digestKey(), shape)
                        .content());
            }
            return;
        }
        role.before("delete", group.stream().map(Table::name).toList());
        List<TableContent> gone =
                DeletedGroup.of(ownership, group).delete(sql, account.rows(), order.digestKey(), keys);
        for (int at = 0; at < group.size(); at++) {
            done(group.get(at), new Changes(0, 0, gone.get(at).rows()));
        }
        found.addAll(gone);
    }

    private void done(Table table, Changes change) {
        changes.merge(table.name(), change, Changes::plus);
    }

    private boolean asOrdered() {
        return order.expected().containsAll(found);
    }

    /** What was there, and went where nothing differs. */
    List<TableContent> found() {
        return List.copyOf(found);
    }

    /** What was really written, per table. */
    Map<TableName, Changes> changes() {
        return Map.copyOf(changes);
    }
}
