package io.reprieve.backup.take;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.accountdata.AccountRefused;
import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.account.AccountView;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.LongWork;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkProgress;
import io.reprieve.backup.receipt.Receipts;
import io.reprieve.backup.vault.LockArchive;
import io.reprieve.backup.vault.Locked;
import io.reprieve.backup.vault.VaultAccess;
import io.reprieve.backup.vault.VaultConfig;
import io.reprieve.backup.vault.VaultParts;
import io.reprieve.backup.verify.VerifyArchive;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Takes a backup: export, manifest, read back, restore into scratch, compare, lock, receipt. Each try is an attempt of its own, from
 * the beginning, under its own folder and data key; nothing an attempt that died left behind is ever used.
 */
@ApplicationScoped
class TakeBackup implements LongWork {

    private static final EventActor SELF = EventActor.service("backup-service");

    private final BackupStore backups;
    private final OperationStore operations;
    private final AccountClient accounts;
    private final ExportAccount export;
    private final VaultAccess vault;
    private final VaultConfig config;
    private final ManifestVault manifests;
    private final VerifyArchive verify;
    private final LockArchive locks;
    private final Receipts receipts;
    private final Outbox outbox;
    private final DatabaseTime time;
    private final MeterRegistry metrics;

    TakeBackup(
            BackupStore backups,
            OperationStore operations,
            AccountClient accounts,
            ExportAccount export,
            VaultAccess vault,
            VaultConfig config,
            ManifestVault manifests,
            VerifyArchive verify,
            LockArchive locks,
            Receipts receipts,
            Outbox outbox,
            DatabaseTime time,
            MeterRegistry metrics) {
        this.backups = backups;
        this.operations = operations;
        this.accounts = accounts;
        this.export = export;
        this.vault = vault;
        this.config = config;
        this.manifests = manifests;
        this.verify = verify;
        this.locks = locks;
        this.receipts = receipts;
        this.outbox = outbox;
        this.time = time;
        this.metrics = metrics;
    }

    @Override
    public Operation.Kind kind() {
        return Operation.Kind.BACKUP;
    }

    @Override
    public void carryOn(Operation operation, WorkProgress progress) {
        try {
            AccountView account = livingAccount(operation.accountId);
            Backup backup = backups.beginAttempt(operation.subjectId, account);
            VaultParts parts = vault.parts(time.now());
            Manifest manifest = export.into(backup, parts, progress);
            if (livingAccount(operation.accountId).epoch() != manifest.epoch()) {
                throw new IllegalStateException("the account's epoch moved while it was exported");
            }
            SealedManifest sealed = manifests.write(manifest, parts);
            Manifest readBack = manifests.read(backup.id, sealed);
            verify.prove(manifests.archive(readBack), progress);
            finish(operation, readBack, sealed, parts.everyLockKept());
        } catch (AccountRefused refused) {
            throw new WorkFailed("account-refused", ExportAccount.said(refused.findings()), refused);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AccountView livingAccount(String accountId) {
        AccountView account = accounts.find(accountId)
                .orElseThrow(() -> new WorkFailed("account-unknown", "account-service does not know " + accountId));
        if (account.purged()) {
            throw new WorkFailed("account-purged", "The account is purged: there is nothing to back up");
        }
        return account;
    }

    private void finish(Operation operation, Manifest manifest, SealedManifest sealed, boolean writtenLocked) {
        Instant verifiedAt = time.now();
        Instant until =
                verifiedAt.plus(backups.get(manifest.backupId()).retentionClass.of(config));
        Locked raised = locks.raise(manifest, sealed.key(), sealed.versionId(), verifiedAt, until);
        Locked lock = new Locked(
                raised.until(), raised.kept() && writtenLocked && vault.lock().enforced());
        String receipt = receipts.sign(manifest, sealed.sha256(), lock, verifiedAt);
        QuarkusTransaction.requiringNew().run(() -> {
            if (backups.verified(manifest, sealed, lock, verifiedAt, receipt)) {
                operations.succeed(operation.id);
                Backup backup = backups.get(manifest.backupId());
                outbox.append(EventDraft.of("backup.verified", backup.id)
                        .account(backup.accountId)
                        .correlation(backup.purgeRequestId)
                        .by(SELF)
                        .with("contentDigest", backup.contentDigest)
                        .with("epoch", backup.epoch)
                        .with("rows", backup.tableRows)
                        .with("objects", backup.objects)
                        .with("manifestSha256", backup.manifestSha256)
                        .with("lockedUntil", backup.lockedUntil.toString())
                        .with("lockEnforced", backup.lockEnforced)
                        .with("drift", manifest.drift().size()));
            }
        });
        metrics.counter("reprieve_backups", "outcome", "verified").increment();
    }

    @Override
    public void failed(Operation operation, WorkFailed failure) {
        Backup backup = backups.failed(operation.subjectId, failure);
        outbox.append(EventDraft.of("backup.failed", backup.id)
                .account(backup.accountId)
                .correlation(backup.purgeRequestId)
                .by(SELF)
                .failed()
                .with("code", failure.code()));
        metrics.counter("reprieve_backups", "outcome", "failed").increment();
    }

    @Override
    public boolean mayGiveUp(Operation operation) {
        return true;
    }
}
