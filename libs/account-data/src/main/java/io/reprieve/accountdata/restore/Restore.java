package io.reprieve.accountdata.restore;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableDifference;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.ledger.LedgerRows;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.objects.AccountObjects;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.plan.AbsentPlan;
import io.reprieve.accountdata.plan.RestorePlanner;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import io.reprieve.accountdata.staging.Staging;
import io.reprieve.accountdata.triggers.ReplicationRole;
import io.reprieve.accountdata.triggers.RowCountProof;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Puts an account's rows back, as one transaction: lock, plan anew and hold the plan against the one that was seen, insert
 * parents first, prove that nothing else was written and the live rows' digest, write the ledger, commit.
 */
public final class Restore {

    private final DataMap map;
    private final DataSource product;
    private final AccountObjects objects;

    public Restore(DataMap map, DataSource product, AccountObjects objects) {
        this.map = map;
        this.product = product;
        this.objects = objects;
    }

    public RestorePlan plan(ArchiveSource archive, String accountKey, RestoreScope scope) {
        RestorePlan.ObjectsPlan beside = objects.plan(accountKey, scope.objects(archive.objects()));
        try (Session session = Session.writing(product)) {
            AccountSnapshot account = AccountSnapshot.maybeGone(session, map, accountKey, Map.of());
            return new RestorePlanner(account, archive, scope)
                    .plan(accountKey, scope.keepLive() ? beside.keptLive() : beside);
        } catch (SQLException e) {
            throw Refusals.failure("planning the restore", e);
        }
    }

    public RestorePlan outline(ArchiveSource archive, String accountKey) {
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

    public RestoreResult run(RestoreOrder order) {
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
        RowCountProof proof = begin(session.sql());
        Optional<LedgerRow> done = LedgerRows.byId(session.sql(), order.restoreId());
        if (done.isPresent()) {
            return Optional.of(new RestoreResult.AlreadyRestored(done.get()));
        }
        AccountSnapshot account = AccountSnapshot.maybeGone(session, map, order.accountKey(), Map.of());
        Optional<AbsentPlan> absent = AbsentPlan.of(account, order.archive(), order.accountKey())
                .filter(found -> order.accepts(found.plan()));
        if (absent.isEmpty()) {
            return Optional.empty();
        }
        Staging beside = absent.get().beside();
        Insertion insertion = new Insertion(account, order, ReplicationRole.restoring(account, muting));
        insertion.copy(beside);
        if (muting) {
            new InsertedKeys(account, insertion.largeShare()).prove(beside);
        }
        RestoredContent content = new RestoredContent(account, order, beside);
        return Optional.of(finish(
                insertion,
                proof,
                content,
                order.archive().contents(),
                absent.get().plan()));
    }

    /** Beside what is live: the archive goes into temporary tables, and what is missing is inserted from there. */
    private RestoreResult merged(RestoreOrder order) throws SQLException {
        try (Session session = Session.writingAlone(product, order.accountKey())) {
            return merge(session, order);
        }
    }

    private RestoreResult merge(Session session, RestoreOrder order) throws SQLException {
        RowCountProof proof = begin(session.sql());
        Optional<LedgerRow> done = LedgerRows.byId(session.sql(), order.restoreId());
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
        RestoredContent content = new RestoredContent(account, order, planner.staging());
        List<TableContent> expected = order.scope().partial()
                ? content.liveAndComing()
                : order.archive().contents();
        Insertion insertion = new Insertion(account, order, ReplicationRole.restoring(account, false));
        insertion.merge(planner.staging());
        return finish(insertion, proof, content, expected, plan);
    }

    private RowCountProof begin(Sql sql) throws SQLException {
        lockTables(sql);
        refuseMutedKeys(sql);
        return RowCountProof.begin(sql);
    }

    /** Nothing else may have been written, and what is live now has to be as expected: then it is committed. */
    private static RestoreResult finish(
            Insertion insertion,
            RowCountProof proof,
            RestoredContent content,
            List<TableContent> expected,
            RestorePlan plan)
            throws SQLException {
        AccountSnapshot account = insertion.account();
        RestoreOrder order = insertion.order();
        List<Finding> beside = proof.verdict(insertion.changes(), account.ownership(), "insert")
                .findings();
        if (!beside.isEmpty()) {
            return new RestoreResult.Refused(beside);
        }
        List<TableContent> live = insertion.largeShare().reading(content::live);
        List<TableDifference> differences = content.differences(expected, live);
        if (!differences.isEmpty()) {
            return new RestoreResult.DigestDiffers(differences);
        }
        Sequences.moveForward(account, insertion.tables(), archivedColumns(order.archive()));
        LedgerRow row =
                LedgerRows.append(account.session().sql(), LedgerRows.restore(order, account.ownership(), live));
        account.session().commit();
        return new RestoreResult.Restored(row, live, insertion.inserted(), content.linksLeft(plan));
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
