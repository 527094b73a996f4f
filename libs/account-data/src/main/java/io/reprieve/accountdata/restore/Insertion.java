package io.reprieve.accountdata.restore;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.ReadAhead;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.plan.RestorePlanner;
import io.reprieve.accountdata.plan.StagedLargeObjects;
import io.reprieve.accountdata.plan.StagedLink;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import io.reprieve.accountdata.staging.StagedTable;
import io.reprieve.accountdata.staging.Staging;
import io.reprieve.accountdata.triggers.ReplicationRole;
import io.reprieve.accountdata.triggers.RowCounts.Changes;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Puts an account's rows back, parents first, and then the links of shared rows. */
final class Insertion {

    private static final int BUFFER = 1 << 16;

    private final AccountSnapshot account;
    private final RestoreOrder order;
    private final ReplicationRole role;
    private final Sql sql;
    private final Map<TableName, Changes> changes = new HashMap<>();
    private long inserted;
    private LargeShare share;

    /** @param role says which statements fire no triggers */
    Insertion(AccountSnapshot account, RestoreOrder order, ReplicationRole role) {
        this.account = account;
        this.order = order;
        this.role = role;
        this.sql = account.session().sql();
    }

    /** Adds what is missing beside what is live. */
    void merge(Staging staging) throws SQLException {
        List<StagedTable> tables = RestorePlanner.tables(account, staging);
        for (List<Table> group : account.ownership().insertGroups()) {
            insert(tables.stream().filter(table -> group.contains(table.live())).toList());
        }
        putBeside(staging);
    }

    /**
     * Copies the archive straight into the live tables, where nothing of the account is live.
     *
     * @param beside what the archive has beside rows
     */
    void copy(Staging beside) throws SQLException {
        Map<String, TableShape> shapes = new HashMap<>();
        order.archive().tables().forEach(shape -> shapes.put(shape.name(), shape));
        for (List<Table> group : account.ownership().insertGroups()) {
            copy(
                    group.stream()
                            .flatMap(table ->
                                    Optional.ofNullable(shapes.get(table.name().sql())).stream())
                            .toList(),
                    group);
        }
        putBeside(beside);
    }

    private void copy(List<TableShape> shapes, List<Table> group) throws SQLException {
        if (shapes.isEmpty()) {
            return;
        }
        boolean silent = role.before("insert", group.stream().map(Table::name).toList());
        // Tables in a circle refer to each other both ways: copied one by one, their keys' triggers would refuse the
        // first.
        boolean circle = group.size() > 1 && !silent;
        if (circle || !order.volatileFromArchive() && shapes.stream().anyMatch(Insertion::hasVolatile)) {
            Staging staging = Staging.load(sql, order.archive(), shapes::contains, Function.identity());
            insert(RestorePlanner.tables(account, staging));
            return;
        }
        for (TableShape shape : shapes) {
            Table live = group.stream()
                    .filter(table -> table.name().sql().equals(shape.name()))
                    .findFirst()
                    .orElseThrow();
            done(live, new Changes(copy(shape), 0, 0));
        }
    }

    private long copy(TableShape shape) throws SQLException {
        try (InputStream rows = new ReadAhead(order.archive().rows(shape))) {
            return sql.copy()
                    .copyIn(
                            "COPY " + shape.name() + " (" + SqlText.columns(Shapes.columnNames(shape)) + ") FROM STDIN",
                            rows,
                            BUFFER);
        } catch (IOException e) {
            throw new AccountDataException(
                    "the archive's " + shape.name() + " could not be read: " + e.getMessage(), e);
        }
    }

    private static boolean hasVolatile(TableShape shape) {
        return shape.columns().stream().anyMatch(ColumnShape::volatileColumn);
    }

    private void insert(List<StagedTable> group) throws SQLException {
        if (group.isEmpty()) {
            return;
        }
        role.before("insert", group.stream().map(table -> table.live().name()).toList());
        List<Long> counts = InsertedGroup.insert(sql, group, order.volatileFromArchive());
        for (int at = 0; at < group.size(); at++) {
            done(group.get(at).live(), new Changes(counts.get(at), 0, 0));
        }
    }

    /** What rows name, and what names rows. */
    private void putBeside(Staging staging) throws SQLException {
        role.origin();
        Optional<StagedLargeObjects> largeObjects = StagedLargeObjects.of(account, staging);
        if (largeObjects.isPresent()) {
            largeObjects.get().restore(sql);
        }
        for (StagedLink link : StagedLink.of(account, staging)) {
            Table shared = link.links().table();
            role.before("update", Set.of(shared.name()));
            done(shared, new Changes(0, sql.run(link.relink()), 0));
        }
        role.origin();
        // Deferred constraints and triggers speak before the digest is taken, not after it.
        sql.run("SET CONSTRAINTS ALL IMMEDIATE");
    }

    private void done(Table table, Changes change) {
        inserted += change.inserted();
        changes.merge(table.name(), change, Changes::plus);
    }

    long inserted() {
        return inserted;
    }

    /** How to read what came in, once all is in. */
    LargeShare largeShare() throws SQLException {
        if (share == null) {
            share = LargeShare.of(account, inserted);
        }
        return share;
    }

    AccountSnapshot account() {
        return account;
    }

    RestoreOrder order() {
        return order;
    }

    /** What was written, per table. */
    Map<TableName, Changes> changes() {
        return Map.copyOf(changes);
    }

    /** The tables that rows came into. */
    List<Table> tables() {
        List<Table> tables = new ArrayList<>(account.ownership().insertOrder());
        tables.removeIf(table -> !changes.containsKey(table.name()));
        return tables;
    }
}
