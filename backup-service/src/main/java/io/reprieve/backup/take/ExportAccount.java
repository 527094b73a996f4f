package io.reprieve.backup.take;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ExportResult;
import io.reprieve.accountdata.order.ExportedRows;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveWriter;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkProgress;
import io.reprieve.backup.vault.VaultParts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;

/** The first half of a backup: an account out of the product, into parts under a fresh data key. */
@ApplicationScoped
class ExportAccount {

    private final AccountEngine engine;
    private final DataMap dataMap;
    private final BackupKeys keys;
    private final LiveDrift drift;
    private final AttemptStore attempts;
    private final DatabaseTime time;

    ExportAccount(
            AccountEngine engine,
            DataMap dataMap,
            BackupKeys keys,
            LiveDrift drift,
            AttemptStore attempts,
            DatabaseTime time) {
        this.engine = engine;
        this.dataMap = dataMap;
        this.keys = keys;
        this.drift = drift;
        this.attempts = attempts;
        this.time = time;
    }

    static String said(List<Finding> findings) {
        return findings.stream()
                .map(f -> f.rule() + " " + f.subject() + ": " + f.message())
                .collect(Collectors.joining("; "));
    }

    /**
     * Streams rows and objects into parts, from wherever the attempt is, and says what lies there; the manifest is not stored yet.
     *
     * @throws ArchiveDamaged when no key at hand unwraps the attempt's data key
     */
    Manifest into(Backup backup, Attempt attempt, VaultParts parts, WorkProgress progress) throws ArchiveDamaged {
        String accountKey = engine.accountKey(backup.accountKey)
                .orElseThrow(() -> new WorkFailed("account-not-in-product", "The product holds no such account"));
        ArchiveWriter writer = new ArchiveWriter(
                parts,
                keys.unwrap(attempt.keys(), attempt.archive()),
                backup.id,
                attempt.name(),
                keys.random(),
                attempt.objects(),
                new AttemptJournal(attempts, attempt, parts));
        ExportProgress told = new ExportProgress(progress);
        Attempt.Rows rows = attempt.rows().orElseGet(() -> {
            Attempt.Rows read = rows(backup, accountKey, writer, told);
            attempts.rows(attempt, read, parts.everyLockKept());
            return read;
        });
        long count = rows.export().tables().stream()
                .mapToLong(ExportResult.TableExport::rows)
                .sum();
        told.report(count, "rows");
        ExportResult export = engine.exportObjects(rows.export(), writer, told);
        progress.expect(2 * (count + export.objects().size()));
        return manifest(backup, accountKey, attempt, rows, export, writer);
    }

    private Attempt.Rows rows(Backup backup, String accountKey, ArchiveWriter writer, ExportProgress progress) {
        List<Manifest.Drift> drifting = drift.now();
        ExportedRows rows = engine.exportRows(accountKey, keys.digestKey(backup.accountId), writer, progress);
        return new Attempt.Rows(rows, writer.tableParts(rows.tables()), drifting);
    }

    private Manifest manifest(
            Backup backup,
            String accountKey,
            Attempt attempt,
            Attempt.Rows rows,
            ExportResult export,
            ArchiveWriter writer) {
        return new Manifest(
                Manifest.FORMAT,
                backup.id,
                attempt.name(),
                backup.accountId,
                accountKey,
                backup.epoch,
                backup.fenced,
                time.now(),
                export.snapshotAt(),
                export.serverVersion(),
                export.settings(),
                new Manifest.UsedDataMap(export.dataMapDigest(), dataMap.text()),
                rows.drift(),
                new Manifest.Digests(
                        export.contentDigest(),
                        export.rowsDigest(),
                        export.objectsDigest(),
                        export.objectVersionsDigest()),
                attempt.keys(),
                rows.parts(),
                writer.objectParts(export));
    }
}
