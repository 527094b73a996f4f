package io.reprieve.backup.restore;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.accountdata.ScratchDatabase;
import io.reprieve.accountdata.TableContent;
import io.reprieve.accountdata.VerifiedContent;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkProgress;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;

/** Restores an account beside the product: into a schema of its own in the scratch database, compared, and kept for a while. */
@ApplicationScoped
class PutBeside {

    private final ScratchDatabase scratch;
    private final BackupKeys keys;
    private final RestoreStore restores;
    private final OperationStore operations;
    private final RestoreConfig config;
    private final Outbox outbox;

    PutBeside(
            ScratchDatabase scratch,
            BackupKeys keys,
            RestoreStore restores,
            OperationStore operations,
            RestoreConfig config,
            Outbox outbox) {
        this.scratch = scratch;
        this.keys = keys;
        this.restores = restores;
        this.operations = operations;
        this.config = config;
        this.outbox = outbox;
    }

    /** Again is the same as once: the schema is made anew in one transaction. */
    void run(Restore restore, Operation operation, ArchiveReader archive, WorkProgress progress) {
        long rows = archive.contents().stream().mapToLong(TableContent::rows).sum();
        progress.expect(rows);
        String schema = "restore_" + restore.id.substring("rst_".length()).replace('-', '_');
        String digest = restored(restore, archive, schema);
        progress.reached(rows);
        QuarkusTransaction.requiringNew().run(() -> {
            restores.beside(
                    restore.id,
                    schema,
                    config.besideKept(),
                    rows,
                    archive.objects().size(),
                    digest);
            restores.ended(restore.id, Restore.State.SUCCEEDED);
            operations.succeed(operation.id);
            outbox.append(EventDraft.of("restore.completed", restore.id)
                    .account(restore.accountId)
                    .correlation(restore.id)
                    .by(restore.requester())
                    .with("backupId", restore.backupId)
                    .with("mode", PlanRequest.Mode.BESIDE.name())
                    .with("rowsDigest", digest));
        });
    }

    private String restored(Restore restore, ArchiveReader archive, String schema) {
        try {
            VerifiedContent found = scratch.restore(
                    archive,
                    keys.digestKey(restore.accountId),
                    schema,
                    config.besideReader().orElse(null));
            if (!found.rowsDigest().equals(archive.manifest().digests().rows())) {
                scratch.drop(schema);
                throw new WorkFailed("digest-differs", "Restored beside, the rows were not what was backed up");
            }
            return found.rowsDigest();
        } catch (WorkFailed failure) {
            throw failure;
        } catch (RuntimeException e) {
            throw ArchiveDamaged.in(e)
                    .<RuntimeException>map(d -> new WorkFailed(d.damage().code(), d.getMessage(), d))
                    .orElse(e);
        }
    }
}
