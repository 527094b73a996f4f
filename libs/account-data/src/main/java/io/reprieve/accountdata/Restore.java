package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Puts an account's rows back, as one transaction: lock, load the archive, plan anew and hold the plan against the one that
 * was seen, insert parents first, prove the live rows' digest, write the ledger, commit.
 */
final class Restore {

    private final DataMap map;
    private final DataSource product;
    private final AccountObjects objects;

    Restore(DataMap map, DataSource product, AccountObjects objects) {
        this.map = map;
        this.product = product;
        this.objects = objects;
    }

    RestorePlan plan(ArchiveSource archive, String accountKey) {
        try (Session session = Session.writing(product)) {
            AccountSnapshot account = AccountSnapshot.maybeGone(session, map, accountKey, Map.of());
            Staging staging = Staging.load(session.sql(), archive);
            return new RestorePlanner(account, staging)
                    .plan(accountKey, archive.contents(), objects.plan(accountKey, archive.objects()));
        } catch (SQLException e) {
            throw Refusals.failure("planning the restore", e);
        }
    }

    RestoreResult run(RestoreOrder order) {
        try (Session session = Session.writingAlone(product, order.accountKey())) {
            return restore(session, order);
        } catch (AccountRefused refused) {
            return new RestoreResult.Refused(refused.findings());
        } catch (SQLException e) {
            return refused(e);
        }
    }

    private RestoreResult restore(Session session, RestoreOrder order) throws SQLException {
        lockTables(session.sql());
        Optional<LedgerRow> done = LedgerRows.byId(session.sql(), order.restoreId());
        if (done.isPresent()) {
            return new RestoreResult.AlreadyRestored(done.get());
        }
        AccountSnapshot account = AccountSnapshot.maybeGone(session, map, order.accountKey(), Map.of());
        refuseMutedKeys(session.sql());
        Staging staging = Staging.load(session.sql(), order.archive());
        RestorePlan.ObjectsPlan noObjects = new RestorePlan.ObjectsPlan(List.of(), List.of(), List.of());
        RestorePlan plan = new RestorePlanner(account, staging)
                .plan(order.accountKey(), order.archive().contents(), noObjects);
        if (!plan.runnable()) {
            return new RestoreResult.Refused(plan.findings());
        }
        if (!plan.planHash().equals(order.planHash())) {
            return new RestoreResult.PlanMoved(plan);
        }
        long inserted = insert(account, staging, order.volatileFromArchive());
        List<TableContent> live = contents(account, staging, order.digestKey());
        List<TableDifference> differences = differences(order.archive(), staging, live);
        if (!differences.isEmpty()) {
            return new RestoreResult.DigestDiffers(differences);
        }
        Sequences.moveForward(session.sql(), RestorePlanner.tables(account, staging));
        LedgerRow row = LedgerRows.append(session.sql(), LedgerRows.restore(order, account.ownership(), live));
        session.commit();
        return new RestoreResult.Restored(row, live, inserted, linksLeft(plan, staging));
    }

    private void lockTables(Sql sql) throws SQLException {
        // Taken before the snapshot, so that keys, triggers and columns are those that the catalog will show.
        List<TableName> all = new ArrayList<>();
        all.add(map.postgres().root());
        map.postgres().owned().forEach(owned -> all.add(owned.table()));
        for (TableName table : all.stream().sorted().toList()) {
            sql.run("LOCK TABLE " + table + " IN ROW EXCLUSIVE MODE");
        }
    }

    private static void refuseMutedKeys(Sql sql) throws SQLException {
        if (!"origin".equals(sql.text("SELECT current_setting('session_replication_role')"))) {
            throw new AccountRefused(List.of(Finding.error(
                    "triggers-off",
                    "session_replication_role",
                    "is not 'origin', so that foreign keys are not checked")));
        }
    }

    private static long insert(AccountSnapshot account, Staging staging, boolean withVolatile) throws SQLException {
        Sql sql = account.session().sql();
        long inserted = 0;
        List<StagedTable> tables = RestorePlanner.tables(account, staging);
        for (List<Table> group : account.ownership().insertGroups()) {
            inserted += InsertedGroup.insert(
                    sql,
                    tables.stream()
                            .filter(table -> group.contains(table.live()))
                            .toList(),
                    withVolatile);
        }
        Optional<StagedLargeObjects> largeObjects = StagedLargeObjects.of(account, staging);
        if (largeObjects.isPresent()) {
            largeObjects.get().restore(sql);
        }
        for (StagedLink link : StagedLink.of(account, staging)) {
            sql.run(link.relink());
        }
        // Deferred constraints and triggers speak before the digest is taken, not after it.
        sql.run("SET CONSTRAINTS ALL IMMEDIATE");
        return inserted;
    }

    /** What is live now, in the shapes of the archive. */
    private static List<TableContent> contents(AccountSnapshot account, Staging staging, DigestKey key)
            throws SQLException {
        Sql sql = account.session().sql();
        List<TableContent> contents = new ArrayList<>();
        for (StagedTable table : RestorePlanner.tables(account, staging)) {
            contents.add(
                    CopyOutRows.digest(sql, table.select(), key, table.shape()).content());
        }
        for (StagedLink link : StagedLink.of(account, staging)) {
            String select = link.links().select(account.rows(), account.ownership());
            contents.add(CopyOutRows.digest(sql, select, key, link.shape()).content());
        }
        Optional<StagedLargeObjects> largeObjects = StagedLargeObjects.of(account, staging);
        if (largeObjects.isPresent()) {
            String select = largeObjects.get().objects().select(account.rows());
            contents.add(
                    CopyOutRows.digest(sql, select, key, LargeObjects.SHAPE).content());
        }
        return contents;
    }

    private static List<TableDifference> differences(ArchiveSource archive, Staging staging, List<TableContent> live) {
        Set<String> names = new HashSet<>();
        staging.of(TableShape.Kind.ROWS).forEach(shape -> names.add(shape.name()));
        staging.of(TableShape.Kind.LARGE_OBJECTS).forEach(shape -> names.add(shape.name()));
        return ContentDigests.differences(
                archive.contents().stream()
                        .filter(content -> names.contains(content.name()))
                        .toList(),
                live.stream().filter(content -> names.contains(content.name())).toList());
    }

    private static long linksLeft(RestorePlan plan, Staging staging) {
        Set<String> links = new HashSet<>();
        staging.of(TableShape.Kind.LINK).forEach(shape -> links.add(shape.name()));
        return plan.tables().stream()
                .filter(table -> links.contains(table.name()))
                .mapToLong(table -> table.conflict() + table.taken())
                .sum();
    }

    private RestoreResult refused(SQLException e) {
        if (Refusals.concurrent(e)) {
            return new RestoreResult.ConcurrentWriters(e.getSQLState(), Refusals.message(e));
        }
        if (Refusals.byRule(e)) {
            return new RestoreResult.Refused(List.of(Finding.error(
                    "refused-by-database", map.postgres().root(), Refusals.message(e) + " (" + e.getSQLState() + ")")));
        }
        throw Refusals.failure("the restore", e);
    }
}
