package io.reprieve.backup.restore;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.AccountRefused;
import io.reprieve.accountdata.Finding;
import io.reprieve.accountdata.LedgerRow;
import io.reprieve.accountdata.ObjectsRestored;
import io.reprieve.accountdata.Progress;
import io.reprieve.accountdata.RestoreOrder;
import io.reprieve.accountdata.RestorePlan;
import io.reprieve.accountdata.RestoreResult;
import io.reprieve.accountdata.RestoreScope;
import io.reprieve.accountdata.TableContent;
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
            Optional<String> seen = plan.map(saved -> saved.planHash);
            progress.expect(
                    archive.contents().stream().mapToLong(TableContent::rows).sum()
                            + archive.objects().size());
            List<Finding> notes =
                    archive.objects().isEmpty() ? List.of() : putObjectsBack(restore, seen, scope, archive, progress);
            return committed(engine.restore(order(restore, account, seen.orElse(null), scope, archive, notes)));
        } catch (AccountRefused refused) {
            throw new WorkFailed("restore-refused", refused.getMessage(), refused);
        } catch (RuntimeException e) {
            throw ArchiveDamaged.in(e)
                    .<RuntimeException>map(d -> new WorkFailed(d.damage().code(), d.getMessage(), d))
                    .orElse(e);
        }
    }

    private static void requireStillThePlan(Optional<String> seen, RestorePlan now) {
        if (!seen.orElse(now.planHash()).equals(now.planHash())) {
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
    private List<Finding> putObjectsBack(
            Restore restore, Optional<String> seen, RestoreScope scope, ArchiveReader archive, WorkProgress progress) {
        requireStillThePlan(
                seen,
                scope.partial()
                        ? engine.planRestore(archive, restore.accountKey, scope)
                        : engine.outlineRestore(archive, restore.accountKey));
        ObjectsRestored restored =
                engine.restoreObjects(archive, restore.accountKey, scope, (done, unit) -> progress.reached(done));
        restores.putBack(restore.id, Math.toIntExact(restored.put()));
        return told(restore, restored);
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
            String planHash,
            RestoreScope scope,
            ArchiveReader archive,
            List<Finding> notes) {
        EventDraft completed = EventDraft.of("restore.completed", restore.id)
                .account(restore.accountId)
                .correlation(restore.id)
                .by(restore.requester())
                .with("backupId", restore.backupId)
                .with("rowsDigest", archive.manifest().digests().rows())
                .with("contentDigest", archive.manifest().digests().content())
                .with("epoch", account.epoch())
                .with("partial", scope.partial())
                .with("objectNotes", notes.size());
        EventDraft told = planHash == null
                ? completed.with("batchId", restore.batchId)
                : completed.with("planId", restore.planId).with("planHash", planHash);
        return new RestoreOrder(
                restore.id,
                restore.accountId,
                restore.accountKey,
                account.epoch(),
                planHash,
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
