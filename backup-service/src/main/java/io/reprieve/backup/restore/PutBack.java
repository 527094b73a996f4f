package io.reprieve.backup.restore;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.objects.ObjectsRestored;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.account.AccountView;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkProgress;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The part of a restore that changes the product: objects first, so that nothing live points at nothing, then all rows in one commit. */
@ApplicationScoped
class PutBack {

    private static final Logger LOG = Logger.getLogger(PutBack.class);

    private final AccountClient accounts;
    private final AccountEngine engine;
    private final BackupKeys keys;
    private final RestoreStore restores;
    private final Outbox outbox;

    PutBack(AccountClient accounts, AccountEngine engine, BackupKeys keys, RestoreStore restores, Outbox outbox) {
        this.accounts = accounts;
        this.engine = engine;
        this.keys = keys;
        this.restores = restores;
        this.outbox = outbox;
    }

    /** @return the ledger row of the commit that put the rows back */
    LedgerRow run(Restore restore, ArchiveReader archive, WorkProgress progress) {
        try {
            AccountView account = accounts.find(restore.accountId)
                    .orElseThrow(() ->
                            new WorkFailed("account-unknown", "account-service does not know " + restore.accountId));
            Optional<SavedPlan> plan = restores.seen(restore);
            RestoreScope scope = plan.map(SavedPlan::scope).orElse(RestoreScope.WHOLE);
            progress.expect(
                    archive.contents().stream().mapToLong(TableContent::rows).sum()
                            + archive.objects().size());
            // Without objects the rows are all that a plan's hash is about.
            ObjectsBack objects = archive.objects().isEmpty()
                    ? new ObjectsBack(plan.map(saved -> saved.planHash).orElse(null), List.of())
                    : putObjectsBack(restore, plan, scope, archive, progress);
            return committed(engine.restore(order(restore, account, plan, scope, archive, objects)));
        } catch (AccountRefused refused) {
            throw new WorkFailed("restore-refused", refused.getMessage(), refused);
        } catch (RuntimeException e) {
            throw ArchiveDamaged.in(e)
                    .<RuntimeException>map(d -> new WorkFailed(d.damage().code(), d.getMessage(), d))
                    .orElse(e);
        }
    }

    /**
     * @param rowsHash of the plan under which the rows go back; null for any clean plan
     * @param notes on objects that are not quite as they were
     */
    private record ObjectsBack(String rowsHash, List<Finding> notes) {}

    /** A try after a crash finds objects that the try before put back: from the first on the rows alone tell. */
    private static void requireStillThePlan(Restore restore, Optional<SavedPlan> seen, RestorePlan now) {
        boolean same = restore.rowsHash == null
                ? seen.map(plan -> plan.planHash.equals(now.planHash())).orElse(true)
                : seen.isEmpty() || restore.rowsHash.equals(now.rowsHash());
        if (!same) {
            throw stale();
        }
        if (!PlanView.Body.of(now).runnable()) {
            throw new WorkFailed("restore-refused", PlanView.Body.of(now).blocker());
        }
    }

    private static WorkFailed stale() {
        return new WorkFailed("plan-stale", "What is live is no longer what the plan saw; make a new plan");
    }

    /** Only once the rows are known to have a place: nothing live is to be left with objects and no rows. */
    private ObjectsBack putObjectsBack(
            Restore restore,
            Optional<SavedPlan> seen,
            RestoreScope scope,
            ArchiveReader archive,
            WorkProgress progress) {
        RestorePlan now = scope.partial()
                ? engine.planRestore(archive, restore.accountKey, scope)
                : engine.outlineRestore(archive, restore.accountKey);
        requireStillThePlan(restore, seen, now);
        restores.putsObjectsBack(restore.id, now.rowsHash());
        ObjectsRestored restored =
                engine.restoreObjects(archive, restore.accountKey, scope, (done, unit) -> progress.reached(done));
        restores.putBack(restore.id, Math.toIntExact(restored.put()));
        return new ObjectsBack(seen.map(any -> now.rowsHash()).orElse(null), told(restore, restored));
    }

    /** Puts back what the archive has and the bucket has nothing for. */
    void missingObjects(Restore restore, ArchiveReader archive) {
        told(restore, engine.completeObjects(archive, restore.accountKey, restores.scope(restore), Progress.NONE));
    }

    private static List<Finding> told(Restore restore, ObjectsRestored restored) {
        restored.notes()
                .forEach(note -> LOG.infof("%s: %s %s: %s", restore.id, note.rule(), note.subject(), note.message()));
        return restored.notes();
    }

    private RestoreOrder order(
            Restore restore,
            AccountView account,
            Optional<SavedPlan> plan,
            RestoreScope scope,
            ArchiveReader archive,
            ObjectsBack objects) {
        EventDraft completed = EventDraft.of("restore.completed", restore.id)
                .account(restore.accountId)
                .correlation(restore.id)
                .by(restore.requester.inEvents())
                .with("backupId", restore.backupId)
                .with("rowsDigest", archive.manifest().digests().rows())
                .with("contentDigest", archive.manifest().digests().content())
                .with("epoch", account.epoch())
                .with("partial", scope.partial())
                .with("objectNotes", objects.notes().size());
        EventDraft told = plan.map(seen -> completed.with("planId", seen.id).with("planHash", seen.planHash))
                .orElseGet(() -> completed.with("batchId", restore.batchId));
        return new RestoreOrder(
                restore.id,
                restore.accountId,
                restore.accountKey,
                account.epoch(),
                objects.rowsHash(),
                archive,
                scope,
                keys.digestKey(restore.accountId),
                // While fenced, the product's own "suspended" columns said so; the restored account must not be
                // suspended.
                !archive.manifest().fenced(),
                outbox.compose(told).bytes());
    }

    private static LedgerRow committed(RestoreResult result) {
        if (result instanceof RestoreResult.Restored restored) {
            return restored.row();
        }
        if (result instanceof RestoreResult.AlreadyRestored already) {
            return already.row();
        }
        if (result instanceof RestoreResult.PlanMoved) {
            throw stale();
        }
        if (result instanceof RestoreResult.Refused refused) {
            throw new WorkFailed(
                    "restore-refused",
                    refused.findings().stream()
                            .map(f -> f.rule() + " " + f.subject() + ": " + f.message())
                            .toList()
                            .toString());
        }
        if (result instanceof RestoreResult.DigestDiffers differs) {
            throw new WorkFailed(
                    "digest-differs",
                    "Put back, the rows were not what was backed up: "
                            + differs.differences().stream().map(d -> d.name()).toList());
        }
        if (result instanceof RestoreResult.ConcurrentWriters busy) {
            throw new IllegalStateException("somebody writes to the same rows: " + busy.sqlState());
        }
        throw new IllegalStateException("an unknown result: " + result);
    }
}
