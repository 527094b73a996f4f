package io.reprieve.backup.restore;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.objects.ScratchBucket;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.scratch.BesideContent;
import io.reprieve.accountdata.scratch.ScratchDatabase;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkProgress;
import io.reprieve.backup.product.ScratchObjects;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Restores an account, or part of it, beside the product: rows into a schema of its own in the scratch database, current objects into a
 * folder of its own in the scratch bucket, compared, and kept for a while.
 */
@ApplicationScoped
class PutBeside {

    private final ScratchDatabase scratch;
    private final ScratchObjects files;
    private final BackupKeys keys;
    private final RestoreStore restores;
    private final TrialStore trials;
    private final OperationStore operations;
    private final RestoreConfig config;
    private final Outbox outbox;

    PutBeside(
            ScratchDatabase scratch,
            ScratchObjects files,
            BackupKeys keys,
            RestoreStore restores,
            TrialStore trials,
            OperationStore operations,
            RestoreConfig config,
            Outbox outbox) {
        this.scratch = scratch;
        this.files = files;
        this.keys = keys;
        this.restores = restores;
        this.trials = trials;
        this.operations = operations;
        this.config = config;
        this.outbox = outbox;
    }

    /** Again is the same as once: schema and folder are made anew. */
    void run(Restore restore, Operation operation, ArchiveReader archive, WorkProgress progress) {
        RestoreScope.Selection selection = restores.scope(restore).selection();
        Optional<ScratchBucket> bucket = files.bucket();
        List<ObjectEntry> objects =
                bucket.isPresent() ? ScratchBucket.current(archive.objects(), selection) : List.of();
        long rows = archive.contents().stream().mapToLong(TableContent::rows).sum();
        progress.expect(rows + objects.size());
        String name = "restore_" + restore.id.substring("rst_".length()).replace('-', '_');
        restores.laysBeside(
                restore.id,
                name,
                bucket.filter(any -> !objects.isEmpty())
                        .map(ScratchBucket::name)
                        .orElse(null),
                config.besideKept());
        Lying lying = takenOver(restore, archive, name).orElseGet(() -> restored(restore, archive, selection, name));
        progress.reached(rows);
        bucket.filter(any -> !objects.isEmpty())
                .ifPresent(to -> to.restore(archive, objects, name, (done, unit) -> progress.reached(rows + done)));
        QuarkusTransaction.requiringNew().run(() -> {
            restores.beside(restore.id, config.besideKept(), lying.rows(), objects.size(), lying.digest());
            restores.ended(restore.id, Restore.State.SUCCEEDED);
            operations.succeed(operation.id);
            outbox.append(EventDraft.of("restore.completed", restore.id)
                    .account(restore.accountId)
                    .correlation(restore.id)
                    .by(restore.requester.inEvents())
                    .with("backupId", restore.backupId)
                    .with("mode", PlanRequest.Mode.BESIDE.name())
                    .with("partial", selection != null)
                    .with("objects", objects.size())
                    .with("rowsDigest", lying.digest()));
        });
    }

    /** What lies there of the account's rows. */
    private record Lying(long rows, String digest) {}

    /** What the plan loaded, if it lies there still: once is enough. */
    private Optional<Lying> takenOver(Restore restore, ArchiveReader archive, String schema) {
        Optional<Trial> trial = Optional.ofNullable(restore.planId).flatMap(trials::of);
        Optional<Lying> taken = trial.filter(left -> scratch.rename(
                        archive,
                        keys.digestKey(restore.accountId),
                        Trial.schemaOf(left.planId),
                        schema,
                        left.rowsDigest,
                        config.besideReader().orElse(null)))
                .map(left -> new Lying(left.tableRows, left.rowsDigest));
        taken.ifPresent(any -> trials.gone(restore.planId));
        return taken;
    }

    private Lying restored(Restore restore, ArchiveReader archive, RestoreScope.Selection selection, String schema) {
        try {
            BesideContent content = scratch.restore(
                    archive,
                    selection,
                    keys.digestKey(restore.accountId),
                    schema,
                    config.besideReader().orElse(null));
            if (!content.archived()
                    .rowsDigest()
                    .equals(archive.manifest().digests().rows())) {
                scratch.drop(schema);
                throw new WorkFailed("digest-differs", "Restored beside, the rows were not what was backed up");
            }
            return new Lying(content.rows(), content.rowsDigest());
        } catch (WorkFailed failure) {
            throw failure;
        } catch (AccountRefused refused) {
            throw new WorkFailed("restore-refused", refused.getMessage(), refused);
        } catch (RuntimeException e) {
            throw ArchiveDamaged.in(e)
                    .<RuntimeException>map(d -> new WorkFailed(d.damage().code(), d.getMessage(), d))
                    .orElse(e);
        }
    }
}
