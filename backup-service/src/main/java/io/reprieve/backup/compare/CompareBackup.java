package io.reprieve.backup.compare;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.compare.Comparison;
import io.reprieve.accountdata.compare.RowSource;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.objects.ObjectDifference;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.archive.DataKey;
import io.reprieve.backup.browse.Masking;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.LongWork;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkProgress;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.backup.take.ManifestVault;
import io.reprieve.edge.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Holds a backup against another, or against what is live. Each try begins anew, under its own key; only the last one counts. */
@ApplicationScoped
class CompareBackup implements LongWork {

    private final ComparisonStore comparisons;
    private final ComparisonRows rows;
    private final BackupStore backups;
    private final ManifestVault manifests;
    private final OperationStore operations;
    private final AccountEngine engine;
    private final DataMap map;
    private final BackupKeys keys;
    private final AgroalDataSource scratch;
    private final CompareConfig config;
    private final DatabaseTime time;

    CompareBackup(
            ComparisonStore comparisons,
            ComparisonRows rows,
            BackupStore backups,
            ManifestVault manifests,
            OperationStore operations,
            AccountEngine engine,
            DataMap map,
            BackupKeys keys,
            @DataSource("scratch") AgroalDataSource scratch,
            CompareConfig config,
            DatabaseTime time) {
        this.comparisons = comparisons;
        this.rows = rows;
        this.backups = backups;
        this.manifests = manifests;
        this.operations = operations;
        this.engine = engine;
        this.map = map;
        this.keys = keys;
        this.scratch = scratch;
        this.config = config;
        this.time = time;
    }

    @Override
    public Operation.Kind kind() {
        return Operation.Kind.COMPARISON;
    }

    @Override
    public void carryOn(Operation operation, WorkProgress progress) {
        BackupComparison attempt = comparisons.beginAttempt(operation.subjectId);
        DataKey key = DataKey.random(keys.random());
        try {
            ArchiveReader here = archive(attempt.backupId);
            RowSealing sealing = new RowSealing(key, attempt.bound(), keys.random());
            ComparisonResult result = attempt.otherBackupId == null
                    ? withLive(attempt, here, sealing, progress)
                    : withBackup(attempt, here, archive(attempt.otherBackupId), sealing, progress);
            String wrapped = Json.canonical(keys.wrap(key, attempt.bound()).get(0));
            QuarkusTransaction.requiringNew().run(() -> {
                if (comparisons.succeeded(attempt, wrapped, Json.tree(result).toString(), config.keep())) {
                    operations.succeed(operation.id);
                }
            });
        } catch (AccountRefused refused) {
            throw new WorkFailed("account-refused", refused.getMessage(), refused);
        } catch (IOException e) {
            throw damaged(e, new UncheckedIOException(e));
        } catch (RuntimeException e) {
            throw damaged(e, e);
        }
    }

    private static RuntimeException damaged(Exception failure, RuntimeException otherwise) {
        return ArchiveDamaged.in(failure)
                .<RuntimeException>map(damage -> new WorkFailed(damage.damage().code(), damage.getMessage(), damage))
                .orElse(otherwise);
    }

    private ArchiveReader archive(String backupId) throws IOException {
        Backup backup = backups.get(backupId);
        if (backup.state != Backup.State.VERIFIED) {
            throw new WorkFailed("backup-not-verified", "Backup " + backupId + " is " + backup.state + " by now");
        }
        return manifests.archive(backup);
    }

    private ComparisonResult withBackup(
            BackupComparison attempt,
            ArchiveReader here,
            ArchiveReader there,
            RowSealing sealing,
            WorkProgress progress) {
        progress.expect(rowsOf(here) + rowsOf(there));
        Masking ours = Masking.of(map, here.manifest());
        Masking theirs = Masking.of(map, there.manifest());
        KeepDifferences kept = new KeepDifferences(
                rows,
                attempt,
                sealing,
                here.tables(),
                there.tables(),
                (table, column) -> ours.masks(table, column) || theirs.masks(table, column));
        compare(RowSource.of(here), RowSource.of(there), kept, progress);
        return new ComparisonResult(
                null, kept.tables(), kept.objects(ObjectDifference.between(here.objects(), there.objects())));
    }

    private ComparisonResult withLive(
            BackupComparison attempt, ArchiveReader here, RowSealing sealing, WorkProgress progress) {
        progress.expect(2 * rowsOf(here));
        Masking masking = Masking.of(map, here.manifest());
        String accountKey = here.manifest().accountKey();
        Instant liveAt = time.now();
        List<ObjectDifference> objects = engine.objects().differences(accountKey, here.objects());
        ComparisonResult[] result = new ComparisonResult[1];
        engine.readLive(accountKey, live -> {
            KeepDifferences kept =
                    new KeepDifferences(rows, attempt, sealing, here.tables(), live.tables(), masking::masks);
            compare(RowSource.of(here), live, kept, progress);
            result[0] = new ComparisonResult(liveAt, kept.tables(), kept.objects(objects));
        });
        return result[0];
    }

    private void compare(RowSource here, RowSource there, KeepDifferences kept, WorkProgress progress) {
        new Comparison(scratch, config.rows()).run(here, there, kept, (done, unit) -> progress.reached(done));
    }

    private static long rowsOf(ArchiveReader archive) {
        return archive.manifest().tables().stream()
                .mapToLong(table -> table.rows())
                .sum();
    }

    @Override
    public void failed(Operation operation, WorkFailed failure) {
        comparisons.failed(operation.subjectId, failure);
    }

    @Override
    public boolean mayGiveUp(Operation operation) {
        return true;
    }
}
