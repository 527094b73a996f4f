package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Puts an account's rows back, as one transaction: lock, plan anew and hold the plan against the one that was seen, insert
 * parents first, prove that nothing else was written and the live rows' digest, write the ledger, commit.
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

    RestorePlan plan(ArchiveSource archive, String accountKey, RestoreScope scope) {
        RestorePlan.ObjectsPlan beside = objects.plan(accountKey, scope.objects(archive.objects()));
        try (Session session = Session.writing(product)) {
            AccountSnapshot account = AccountSnapshot.maybeGone(session, map, accountKey, Map.of());
            return new RestorePlanner(account, archive, scope)
                    .plan(accountKey, scope.keepLive() ? beside.keptLive() : beside);
        } catch (SQLException e) {
            throw Refusals.failure("planning the restore", e);
        }
    }

    RestorePlan outline(ArchiveSource archive, String accountKey) {
        RestorePlan.ObjectsPlan beside = objects.plan(accountKey, archive.objects());
        try (Session session = Session.writing(product)) {
            AccountSnapshot account = AccountSnapshot.maybeGone(session, map, accountKey, Map.of());
            Optional<AbsentPlan> absent = AbsentPlan.of(account, archive, accountKey);
            return absent.isPresent()
                    ? absent.get().plan().with(beside)
                    : new RestorePlanner(account, archive, RestoreScope.WHOLE).plan(accountKey, beside);
        } catch (SQLException e) {
            throw Refusals.failure("planning the restore", e);
        }
    }

    RestoreResult run(RestoreOrder order) {
        try {
            Optional<RestoreResult> copied = order.scope().partial() ? Optional.empty() : copied(order);
            return copied.isPresent() ? copied.get() : merged(order);
        } catch (AccountRefused refused) {
            return new RestoreResult.Refused(refused.findings());
        } catch (SQLException e) {
            return refused(e);
        }
    }

    /**
     * Where nothing of the account is live: straight into the live tables. Empty where it is otherwise, or where the
     * database refused a row: then the whole plan is to say which.
     */
    private Optional<RestoreResult> copied(RestoreOrder order) throws SQLException {
        try (Session session = Session.readCommittedAlone(product, order.accountKey())) {
            boolean muting = ReplicationRole.forRestore(session.sql(), map.postgres());
            if (!muting) {
                session.beginOnOneSnapshot();
            }
            return copy(session, order, muting);
        } catch (SQLException e) {
            if (Refusals.byData(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<RestoreResult> copy(Session session, RestoreOrder order, boolean muting) throws SQLException {
        Sql sql = session.sql();
        RowCountProof proof = begin(sql);
        Optional<LedgerRow> done = LedgerRows.byId(sql, order.restoreId());
        if (done.isPresent()) {
            return Optional.of(new RestoreResult.AlreadyRestored(done.get()));
        }
        AccountSnapshot account = AccountSnapshot.maybeGone(session, map, order.accountKey(), Map.of());
        Optional<AbsentPlan> absent = AbsentPlan.of(account, order.archive(), order.accountKey())
                .filter(found -> order.accepts(found.plan()));
        if (absent.isEmpty()) {
            return Optional.empty();
        }
        Insertion insertion = new Insertion(account, order, ReplicationRole.restoring(account, muting));
        insertion.copy(absent.get().beside());
        if (muting) {
            new InsertedKeys(account, LargeShare.of(account, insertion.inserted()))
                    .prove(absent.get().beside());
        }
        return Optional.of(finish(
                account,
                order,
                absent.get().plan(),
                absent.get().beside(),
                insertion,
                proof,
                order.archive().contents()));
    }

    /** Beside what is live: the archive goes into temporary tables, and what is missing is inserted from there. */
    private RestoreResult merged(RestoreOrder order) throws SQLException {
        try (Session session = Session.writingAlone(product, order.accountKey())) {
            return merge(session, order);
        }
    }

    private RestoreResult merge(Session session, RestoreOrder order) throws SQLException {
        Sql sql = session.sql();
        RowCountProof proof = begin(sql);
        Optional<LedgerRow> done = LedgerRows.byId(sql, order.restoreId());
        if (done.isPresent()) {
            return new RestoreResult.AlreadyRestored(done.get());
        }
        AccountSnapshot account = AccountSnapshot.maybeGone(session, map, order.accountKey(), Map.of());
        RestorePlanner planner = new RestorePlanner(account, order.archive(), order.scope());
        RestorePlan plan = planner.plan(order.accountKey(), RestorePlan.ObjectsPlan.NONE);
        if (!plan.runnable()) {
            return new RestoreResult.Refused(plan.findings());
        }
        if (!order.accepts(plan)) {
            return new RestoreResult.PlanMoved(plan);
        }
        Insertion insertion = new Insertion(account, order, ReplicationRole.restoring(account, false));
        List<TableContent> expected = order.scope().partial()
                ? withWhatComes(account, order, planner.staging())
                : order.archive().contents();
        insertion.merge(planner.staging());
        return finish(account, order, plan, planner.staging(), insertion, proof, expected);
    }

    private RowCountProof begin(Sql sql) throws SQLException {
        lockTables(sql);
        refuseMutedKeys(sql);
        return RowCountProof.begin(sql);
    }

    /** What is live before, and the staged rows beside it: exactly these are to be live afterwards. */
    private static List<TableContent> withWhatComes(AccountSnapshot account, RestoreOrder order, Staging staging)
            throws SQLException {
        Map<String, TableContent> coming = new HashMap<>();
        for (TableShape shape : staging.of(TableShape.Kind.ROWS)) {
            coming.put(
                    shape.name(),
                    CopyOutRows.digest(account.session().sql(), staging.select(shape), order.digestKey(), shape)
                            .content());
        }
        List<TableContent> expected = new ArrayList<>();
        for (TableContent before : contents(account, order, staging)) {
            TableContent more = coming.get(before.name());
            expected.add(more == null ? before : before.plus(more));
        }
        return expected;
    }

    /** What is live now has to be what the manifest says, and nothing else may have been written: then it is committed. */
    private RestoreResult finish(
            AccountSnapshot account,
            RestoreOrder order,
            RestorePlan plan,
            Staging staging,
            Insertion insertion,
            RowCountProof proof,
            List<TableContent> expected)
            throws SQLException {
        Sql sql = account.session().sql();
        List<Finding> beside = proof.verdict(insertion.changes(), account.ownership(), "insert")
                .findings();
        if (!beside.isEmpty()) {
            return new RestoreResult.Refused(beside);
        }
        LargeShare share = LargeShare.of(account, insertion.inserted());
        List<TableContent> live = share.reading(() -> contents(account, order, staging));
        List<TableDifference> differences = differences(order.archive(), expected, live);
        if (!differences.isEmpty()) {
            return new RestoreResult.DigestDiffers(differences);
        }
        Sequences.moveForward(account, insertion.tables(), archivedColumns(order.archive()));
        LedgerRow row = LedgerRows.append(sql, LedgerRows.restore(order, account.ownership(), live));
        account.session().commit();
        return new RestoreResult.Restored(row, live, insertion.inserted(), linksLeft(plan, order.archive()));
    }

    private static Set<ColumnName> archivedColumns(ArchiveSource archive) {
        Set<ColumnName> columns = new HashSet<>();
        for (TableShape shape : archive.tables()) {
            if (shape.kind() == TableShape.Kind.ROWS) {
                TableName table = TableName.parse(shape.name());
                shape.columns().forEach(column -> columns.add(new ColumnName(table, column.name())));
            }
        }
        return columns;
    }

    private void lockTables(Sql sql) throws SQLException {
        // Taken before the snapshot, so that keys, triggers and columns are those that the catalog will show.
        sql.run("LOCK TABLE " + SqlText.names(map.postgres().accountTables()) + " IN ROW EXCLUSIVE MODE");
    }

    private static void refuseMutedKeys(Sql sql) throws SQLException {
        if (!"origin".equals(sql.text("SELECT current_setting('session_replication_role')"))) {
            throw new AccountRefused(List.of(Finding.error(
                    "triggers-off",
                    "session_replication_role",
                    "is not 'origin', so that foreign keys are not checked")));
        }
    }

    /** What is live now, in the shapes of the archive. */
    private static List<TableContent> contents(AccountSnapshot account, RestoreOrder order, Staging staging)
            throws SQLException {
        Sql sql = account.session().sql();
        List<TableContent> contents = new ArrayList<>();
        for (TableShape shape : order.archive().tables()) {
            for (Table table : account.ownership().insertOrder()) {
                if (table.name().sql().equals(shape.name()) && shape.kind() == TableShape.Kind.ROWS) {
                    contents.add(
                            CopyOutRows.digest(sql, staging.select(account, shape, table), order.digestKey(), shape)
                                    .content());
                }
            }
            for (Links links : Links.of(account.ownership())) {
                if (links.column().toString().equals(shape.name()) && shape.kind() == TableShape.Kind.LINK) {
                    String select = links.select(account.rows(), account.ownership());
                    contents.add(CopyOutRows.digest(sql, select, order.digestKey(), shape)
                            .content());
                }
            }
        }
        Optional<LargeObjects> largeObjects = LargeObjects.of(account.ownership());
        if (largeObjects.isPresent()
                && !named(order.archive(), TableShape.Kind.LARGE_OBJECTS).isEmpty()) {
            String select = largeObjects.get().select(account.rows());
            contents.add(CopyOutRows.digest(sql, select, order.digestKey(), LargeObjects.SHAPE)
                    .content());
        }
        return contents;
    }

    private static List<TableDifference> differences(
            ArchiveSource archive, List<TableContent> expected, List<TableContent> live) {
        Set<String> names = named(archive, TableShape.Kind.ROWS);
        names.addAll(named(archive, TableShape.Kind.LARGE_OBJECTS));
        return ContentDigests.differences(
                expected.stream()
                        .filter(content -> names.contains(content.name()))
                        .toList(),
                live.stream().filter(content -> names.contains(content.name())).toList());
    }

    private static long linksLeft(RestorePlan plan, ArchiveSource archive) {
        Set<String> links = named(archive, TableShape.Kind.LINK);
        return plan.tables().stream()
                .filter(table -> links.contains(table.name()))
                .mapToLong(table -> table.conflict() + table.taken())
                .sum();
    }

    private static Set<String> named(ArchiveSource archive, TableShape.Kind kind) {
        return archive.tables().stream()
                .filter(shape -> shape.kind() == kind)
                .map(TableShape::name)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private RestoreResult refused(SQLException e) {
        if (Refusals.concurrent(e)) {
            return new RestoreResult.ConcurrentWriters(e.getSQLState(), Refusals.message(e));
        }
        if (Refusals.byRule(e)) {
            return new RestoreResult.Refused(
                    List.of(Finding.error("refused-by-database", map.postgres().root(), Refusals.explained(e))));
        }
        throw Refusals.failure("the restore", e);
    }
}
