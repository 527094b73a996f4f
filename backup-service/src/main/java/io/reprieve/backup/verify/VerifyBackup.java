package io.reprieve.backup.verify;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.operation.LongWork;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkProgress;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.backup.take.ManifestVault;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Proves a backup again, long after it was taken. One that is found damaged is no longer a verified one. */
@ApplicationScoped
class VerifyBackup implements LongWork {

    private static final EventActor SELF = EventActor.service("backup-service");

    private final BackupStore backups;
    private final OperationStore operations;
    private final ManifestVault manifests;
    private final VerifyArchive verify;
    private final Outbox outbox;

    VerifyBackup(
            BackupStore backups,
            OperationStore operations,
            ManifestVault manifests,
            VerifyArchive verify,
            Outbox outbox) {
        this.backups = backups;
        this.operations = operations;
        this.manifests = manifests;
        this.verify = verify;
        this.outbox = outbox;
    }

    @Override
    public Operation.Kind kind() {
        return Operation.Kind.VERIFICATION;
    }

    @Override
    public void carryOn(Operation operation, WorkProgress progress) {
        Backup backup = backups.get(operation.subjectId);
        if (backup.state != Backup.State.VERIFIED) {
            throw new WorkFailed("backup-not-verified", "The backup is " + backup.state + " by now");
        }
        progress.expect(backup.tableRows + backup.objects);
        try {
            verify.prove(manifests.archive(backup), progress);
        } catch (ArchiveDamaged e) {
            throw new WorkFailed(e.damage().code(), e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        QuarkusTransaction.requiringNew().run(() -> {
            operations.succeed(operation.id);
            backups.provedAgain(backup.id);
            outbox.append(EventDraft.of("backup.verified", backup.id)
                    .account(backup.accountId)
                    .by(SELF)
                    .with("contentDigest", backup.contentDigest)
                    .with("operationId", operation.id));
        });
    }

    @Override
    public void failed(Operation operation, WorkFailed failure) {
        // An archive that could not be reached is not a damaged one: the backup keeps its standing.
        boolean damaged = !"gave-up".equals(failure.code()) && !"backup-not-verified".equals(failure.code());
        Backup backup = damaged ? backups.failed(operation.subjectId, failure) : backups.get(operation.subjectId);
        outbox.append(EventDraft.of("backup.failed", backup.id)
                .account(backup.accountId)
                .by(SELF)
                .failed()
                .with("code", failure.code())
                .with("operationId", operation.id));
    }

    @Override
    public boolean mayGiveUp(Operation operation) {
        return true;
    }
}
