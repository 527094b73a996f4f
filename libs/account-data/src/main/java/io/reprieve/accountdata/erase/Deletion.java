package io.reprieve.accountdata.erase;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.order.ErasureOrder;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.CopyOutRows;
import io.reprieve.accountdata.snapshot.LargeObjects;
import io.reprieve.accountdata.snapshot.Links;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.triggers.ReplicationRole;
import io.reprieve.accountdata.triggers.RowCounts.Changes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Takes an account's rows out: links of shared rows are undone, then rows deleted, children first, while what goes is
 * digested beside it. Once something is not as ordered, the rest is only looked at, so that all differences are told.
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
    private boolean asMany = true;

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

    /** @param product gives a second connection, to read what is deleted */
    void run(DataSource product) throws SQLException {
        for (Links links : Links.of(ownership)) {
            unlink(links);
        }
        Optional<LargeObjects> largeObjects = LargeObjects.of(ownership);
        if (largeObjects.isPresent()) {
            remove(largeObjects.get());
        }
        List<Table> tables =
                ownership.deleteGroups().stream().flatMap(List::stream).toList();
        try (SeenRows seen = SeenRows.read(account, product, tables, order)) {
            Map<TableName, TableContent> gone = new HashMap<>();
            for (List<Table> group : ownership.deleteGroups()) {
                if (asOrdered(seen)) {
                    delete(group, gone);
                }
            }
            role.origin();
            if (asOrdered(seen)) {
                // Deferred constraints speak now, while their refusal can still be told apart from a lost connection.
                sql.run("SET CONSTRAINTS ALL IMMEDIATE");
                keys.proveUnreferred();
            }
            compare(tables, seen, gone);
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

    private void delete(List<Table> group, Map<TableName, TableContent> gone) throws SQLException {
        role.before("delete", group.stream().map(Table::name).toList());
        List<TableContent> places = new DeletedGroup(account, group, keys).delete(sql, order.digestKey());
        for (int at = 0; at < group.size(); at++) {
            done(group.get(at), new Changes(0, 0, places.get(at).rows()));
            gone.put(group.get(at).name(), places.get(at));
            asMany &= asMany(group.get(at), places.get(at).rows());
        }
    }

    /** Keys that refer to rows which stayed would refuse what comes next, and say less than the count does. */
    private boolean asMany(Table table, long rows) {
        return order.expected().stream()
                .anyMatch(content -> content.name().equals(table.name().sql()) && content.rows() == rows);
    }

    /** What was deleted is what was seen, or else it is nothing that anybody ordered. */
    private void compare(List<Table> tables, SeenRows seen, Map<TableName, TableContent> gone) throws SQLException {
        boolean ledOut = false;
        for (int at = 0; at < tables.size(); at++) {
            SeenTable table = seen.table(at);
            TableContent places = gone.getOrDefault(tables.get(at).name(), table.places());
            found.add(
                    places.equals(table.places())
                            ? table.content()
                            : new TableContent(table.content().name(), places.rows(), places.digest()));
            ledOut |= table.ledOut();
        }
        if (ledOut && asOrdered()) {
            throw new LedOut();
        }
    }

    private void done(Table table, Changes change) {
        changes.merge(table.name(), change, Changes::plus);
    }

    private boolean asOrdered(SeenRows seen) {
        return asMany && asOrdered() && seen.asOrdered();
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
