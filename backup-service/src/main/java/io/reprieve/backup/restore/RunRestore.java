package io.reprieve.backup.restore;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.operation.LongWork;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkProgress;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.backup.take.ManifestVault;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Runs a restore from wherever a crash may have left it. The ledger row in the product's database decides: where it is, the rows are
 * live and only the telling is left; where it is not, nothing of the rows is.
 */
@ApplicationScoped
class RunRestore implements LongWork {

    private final RestoreStore restores;
    private final OperationStore operations;
    private final BackupStore backups;
    private final ManifestVault manifests;
    private final AccountEngine engine;
    private final PutBack putBack;
    private final PutBeside putBeside;
    private final AccountClient accounts;
    private final Outbox outbox;
    private final MeterRegistry metrics;

    RunRestore(
            RestoreStore restores,
            OperationStore operations,
            BackupStore backups,
            ManifestVault manifests,
            AccountEngine engine,
            PutBack putBack,
            PutBeside putBeside,
            AccountClient accounts,
            Outbox outbox,
            MeterRegistry metrics) {
        this.restores = restores;
        this.operations = operations;
        this.backups = backups;
        this.manifests = manifests;
        this.engine = engine;
        this.putBack = putBack;
        this.putBeside = putBeside;
        this.accounts = accounts;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    @Override
    public Operation.Kind kind() {
        return Operation.Kind.RESTORE;
    }

    @Override
    public void carryOn(Operation operation, WorkProgress progress) {
        Restore restore = restores.get(operation.subjectId);
        if (restore.beganAt == null) {
            restores.began(restore.id);
        }
        if (restores.seen(restore).map(SavedPlan::beside).orElse(false)) {
            putBeside.run(restore, operation, archive(restore), progress);
            return;
        }
        if (restore.state == Restore.State.RUNNING) {
            Optional<LedgerRow> committed = engine.ledger().byId(restore.id);
            takeOver(restore, committed.orElseGet(() -> putRowsBack(restore, progress)));
        }
        if (accounts.reactivate(restore.accountId, restore.id)) {
            succeed(restore, operation);
        } else {
            supersede(restore, operation);
        }
    }

    private void succeed(Restore restore, Operation operation) {
        if (backups.get(restore.backupId).objects > 0) {
            // Until account-service knew, its sweep of an earlier erasure's objects may have taken some; it has ended
            // now.
            putBack.missingObjects(restore, archive(restore));
        }
        QuarkusTransaction.requiringNew().run(() -> {
            restores.ended(restore.id, Restore.State.SUCCEEDED);
            operations.succeed(operation.id);
        });
        metrics.counter("reprieve_restores", "outcome", "succeeded").increment();
    }

    private void supersede(Restore restore, Operation operation) {
        QuarkusTransaction.requiringNew().run(() -> {
            restores.ended(restore.id, Restore.State.SUPERSEDED);
            operations.fail(
                    operation.id,
                    new WorkFailed(
                            "restore-superseded",
                            "The rows came back, and the account was erased again after that: to have it back, restore"
                                    + " its newest backup"));
        });
        metrics.counter("reprieve_restores", "outcome", "superseded").increment();
    }

    private LedgerRow putRowsBack(Restore restore, WorkProgress progress) {
        try {
            return putBack.run(restore, archive(restore), progress);
        } catch (WorkFailed failure) {
            // A twin that was taken for dead may have committed meanwhile; its rows are what made this try fail.
            return engine.ledger().byId(restore.id).orElseThrow(() -> failure);
        }
    }

    private ArchiveReader archive(Restore restore) {
        try {
            return manifests.archive(backups.get(restore.backupId));
        } catch (ArchiveDamaged e) {
            throw new WorkFailed(e.damage().code(), e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void takeOver(Restore restore, LedgerRow row) {
        int objects = backups.get(restore.backupId).objects;
        QuarkusTransaction.requiringNew().run(() -> {
            restores.committed(restore.id, row, objects);
            outbox.adopt(row.event());
        });
    }

    @Override
    public void failed(Operation operation, WorkFailed failure) {
        Restore restore = restores.failed(operation.subjectId, failure);
        outbox.append(EventDraft.of("restore.failed", restore.orderedBy())
                .account(restore.accountId)
                .correlation(restore.id)
                .by(restore.requester.inEvents())
                .failed()
                .with("code", failure.code()));
        metrics.counter("reprieve_restores", "outcome", "failed").increment();
    }

    @Override
    public boolean mayGiveUp(Operation operation) {
        // Unknown counts as committed: a ledger that does not answer may hold the row.
        try {
            return restores.get(operation.subjectId).state == Restore.State.RUNNING
                    && engine.ledger().byId(operation.subjectId).isEmpty();
        } catch (RuntimeException unknown) {
            return false;
        }
    }
}
