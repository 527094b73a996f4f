package io.reprieve.backup.take;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.accountdata.report.AccountRefused;
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
import org.jboss.logging.Logger;

/**
 * Takes a backup: export, manifest, read back, restore into scratch, compare, lock, receipt. Rows come from one snapshot, so a try that
 * dies among them is begun anew in a folder of its own; from then on the next try goes on with what is recorded.
 */
@ApplicationScoped
class TakeBackup implements LongWork {

    private static final Logger LOG = Logger.getLogger(TakeBackup.class);
    private static final EventActor SELF = EventActor.service("backup-service");

    private final BackupStore backups;
    private final Attempts attempts;
    private final AttemptStore store;
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
            Attempts attempts,
            AttemptStore store,
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
        this.attempts = attempts;
        this.store = store;
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
            Attempt attempt = attempts.of(operation.subjectId, account);
            VaultParts parts = vault.parts(time.now());
            SealedManifest sealed =
                    attempt.sealed().isPresent() ? attempt.sealed().get() : sealed(operation, attempt, parts, progress);
            Manifest manifest = manifests.read(operation.subjectId, sealed);
            verify.prove(manifests.archive(manifest), progress);
            finish(operation, attempt, manifest, sealed, attempt.locksKept() && parts.everyLockKept());
        } catch (Attempt.TakenOver e) {
            LOG.infof("%s: left to it", e.getMessage());
        } catch (AccountRefused refused) {
            throw new WorkFailed("account-refused", ExportAccount.said(refused.findings()), refused);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SealedManifest sealed(Operation operation, Attempt attempt, VaultParts parts, WorkProgress progress)
            throws IOException {
        Manifest manifest = export.into(backups.get(operation.subjectId), attempt, parts, progress);
        if (livingAccount(operation.accountId).epoch() != manifest.epoch()) {
            throw new IllegalStateException("the account's epoch moved while it was exported");
        }
        SealedManifest sealed = manifests.write(manifest, parts);
        store.sealed(attempt, sealed, parts.everyLockKept());
        return sealed;
    }

    private AccountView livingAccount(String accountId) {
        AccountView account = accounts.find(accountId)
                .orElseThrow(() -> new WorkFailed("account-unknown", "account-service does not know " + accountId));
        if (account.purged()) {
            throw new WorkFailed("account-purged", "The account is purged: there is nothing to back up");
        }
        return account;
    }

    private void finish(
            Operation operation, Attempt attempt, Manifest manifest, SealedManifest sealed, boolean writtenLocked) {
        Instant verifiedAt = time.now();
        Instant until =
                verifiedAt.plus(backups.get(manifest.backupId()).retentionClass.of(config));
        Locked raised = locks.raise(manifest, sealed.key(), sealed.versionId(), verifiedAt, until);
        Locked lock = new Locked(
                raised.until(), raised.kept() && writtenLocked && vault.lock().enforced());
        String receipt = receipts.sign(manifest, sealed.sha256(), lock, verifiedAt);
        QuarkusTransaction.requiringNew().run(() -> {
            store.ended(attempt);
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
        store.forget(backup.id);
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
