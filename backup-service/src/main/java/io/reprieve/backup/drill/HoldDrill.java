package io.reprieve.backup.drill;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.LongWork;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkProgress;
import io.reprieve.backup.operation.WorkQueue;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.backup.take.ManifestVault;
import io.reprieve.backup.verify.VerifyArchive;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Holds one drill: from the vault, into the scratch database, compared row by row and object by object. */
@ApplicationScoped
class HoldDrill implements LongWork {

    private static final String GAVE_UP = "gave-up";

    private final DrillStore drills;
    private final BackupStore backups;
    private final OperationStore operations;
    private final ManifestVault manifests;
    private final VerifyArchive verify;
    private final Outbox outbox;
    private final MeterRegistry metrics;
    private final WorkQueue queue;
    private final TellDrill tellDrill;
    private final DatabaseTime time;

    HoldDrill(
            DrillStore drills,
            BackupStore backups,
            OperationStore operations,
            ManifestVault manifests,
            VerifyArchive verify,
            Outbox outbox,
            MeterRegistry metrics,
            WorkQueue queue,
            TellDrill tellDrill,
            DatabaseTime time) {
        this.drills = drills;
        this.backups = backups;
        this.operations = operations;
        this.manifests = manifests;
        this.verify = verify;
        this.outbox = outbox;
        this.metrics = metrics;
        this.queue = queue;
        this.tellDrill = tellDrill;
        this.time = time;
    }

    @Override
    public Operation.Kind kind() {
        return Operation.Kind.DRILL;
    }

    @Override
    public void carryOn(Operation operation, WorkProgress progress) {
        Drill drill = drills.get(operation.subjectId);
        Backup backup = backups.get(drill.backupId);
        progress.expect(drill.tableRows + drill.objects);
        long began = System.nanoTime();
        try {
            verify.prove(manifests.archive(backup), progress);
        } catch (ArchiveDamaged e) {
            throw new WorkFailed(e.damage().code(), e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        QuarkusTransaction.requiringNew().run(() -> {
            drills.succeeded(drill.id, took.toMillis() / 1000.0);
            operations.succeed(operation.id);
            outbox.append(event(drill, "restore.drilled").with("seconds", took.toMillis() / 1000.0));
            tell(drill);
        });
        metrics.timer("reprieve_drill_duration").record(took);
        metrics.timer("reprieve_restore_predicted")
                .record(Duration.ofMillis(Math.round(
                        DrillView.of(drills.get(drill.id), drills.restoreRate()).predictedRestoreSeconds() * 1000)));
        metrics.counter("reprieve_drills", "outcome", "succeeded").increment();
    }

    private void tell(Drill drill) {
        queue.enqueue(tellDrill, drill.accountId, time.now());
    }

    private static EventDraft event(Drill drill, String type) {
        return EventDraft.of(type, drill.id)
                .account(drill.accountId)
                .by(drill.requester.inEvents())
                .with("backupId", drill.backupId)
                .with("reason", drill.reason.name());
    }

    @Override
    public void failed(Operation operation, WorkFailed failure) {
        Drill drill = drills.failed(operation.subjectId, failure);
        // A vault that did not answer says nothing about the archive: the backup keeps its standing, the drill does
        // not.
        if (!GAVE_UP.equals(failure.code())) {
            backups.failed(drill.backupId, failure);
        }
        outbox.append(event(drill, "restore.drill-failed").failed().with("code", failure.code()));
        tell(drill);
        metrics.counter("reprieve_drills", "outcome", "failed").increment();
    }

    @Override
    public boolean mayGiveUp(Operation operation) {
        return true;
    }
}
