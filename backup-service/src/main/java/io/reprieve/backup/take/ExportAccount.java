package io.reprieve.backup.take;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.DataMap;
import io.reprieve.accountdata.ExportResult;
import io.reprieve.accountdata.Finding;
import io.reprieve.backup.archive.ArchiveWriter;
import io.reprieve.backup.archive.DataKey;
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
    private final DatabaseTime time;

    ExportAccount(AccountEngine engine, DataMap dataMap, BackupKeys keys, LiveDrift drift, DatabaseTime time) {
        this.engine = engine;
        this.dataMap = dataMap;
        this.keys = keys;
        this.drift = drift;
        this.time = time;
    }

    static String said(List<Finding> findings) {
        return findings.stream()
                .map(f -> f.rule() + " " + f.subject() + ": " + f.message())
                .collect(Collectors.joining("; "));
    }

    /** Streams rows and objects into parts, and says what it wrote; the manifest is not stored yet. */
    Manifest into(Backup backup, VaultParts parts, WorkProgress progress) {
        String accountKey = engine.accountKey(backup.accountKey)
                .orElseThrow(() -> new WorkFailed("account-not-in-product", "The product holds no such account"));
        List<Manifest.Drift> drifting = drift.now();
        DataKey key = DataKey.random(keys.random());
        ArchiveWriter writer = new ArchiveWriter(parts, key, backup.id, backup.attemptName, keys.random());
        ExportResult export =
                engine.export(accountKey, keys.digestKey(backup.accountId), writer, new ExportProgress(progress));
        long rows = export.tables().stream()
                .mapToLong(ExportResult.TableExport::rows)
                .sum();
        progress.expect(2 * (rows + export.objects().size()));
        return new Manifest(
                Manifest.FORMAT,
                backup.id,
                backup.attemptName,
                backup.accountId,
                accountKey,
                backup.epoch,
                backup.fenced,
                time.now(),
                export.snapshotAt(),
                export.serverVersion(),
                export.settings(),
                new Manifest.UsedDataMap(export.dataMapDigest(), dataMap.text()),
                drifting,
                new Manifest.Digests(
                        export.contentDigest(),
                        export.rowsDigest(),
                        export.objectsDigest(),
                        export.objectVersionsDigest()),
                keys.wrap(key, backup.id + "/" + backup.attemptName),
                writer.tableParts(export),
                writer.objectParts(export));
    }
}
