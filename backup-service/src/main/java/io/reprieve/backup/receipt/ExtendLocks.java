package io.reprieve.backup.receipt;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.backup.take.ManifestVault;
import io.reprieve.backup.vault.LockArchive;
import io.reprieve.backup.vault.Locked;
import io.reprieve.backup.vault.VaultConfig;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;

/** Raises every version's lock beyond the end of retention, reads it back, and says so in a fresh receipt. */
@ApplicationScoped
class ExtendLocks {

    private final BackupStore backups;
    private final ManifestVault manifests;
    private final LockArchive locks;
    private final VaultConfig config;
    private final Receipts receipts;
    private final Outbox outbox;
    private final DatabaseTime time;

    ExtendLocks(
            BackupStore backups,
            ManifestVault manifests,
            LockArchive locks,
            VaultConfig config,
            Receipts receipts,
            Outbox outbox,
            DatabaseTime time) {
        this.backups = backups;
        this.manifests = manifests;
        this.locks = locks;
        this.config = config;
        this.receipts = receipts;
        this.outbox = outbox;
        this.time = time;
    }

    Extension extend(Backup backup, String purgeRequestId, EventActor actor) throws IOException {
        Manifest manifest = manifests.read(backup);
        Instant now = time.now();
        Instant until = now.plus(config.retention()).plus(config.margin());
        Locked raised = locks.raise(manifest, backup.manifestKey, backup.manifestVersionId, now, until);
        // Parts that were once written without a lock stay suspect, whatever the vault says of them later.
        Locked lock = new Locked(raised.until(), raised.kept() && backup.lockEnforced);
        String receipt = receipts.sign(manifest, backup.manifestSha256, lock, backup.verifiedAt);
        QuarkusTransaction.requiringNew().run(() -> {
            backups.extended(backup.id, lock, receipt);
            outbox.append(EventDraft.of("backup.lock-extended", backup.id)
                    .account(backup.accountId)
                    .correlation(purgeRequestId)
                    .by(actor)
                    .with("lockedUntil", lock.until().toString())
                    .with("lockEnforced", lock.kept()));
        });
        return new Extension(receipt, lock.until(), lock.kept());
    }

    /**
     * @param receipt JWS compact, signed just now
     * @param lockedUntil the earliest end among all versions, as read back
     * @param lockEnforced whether the vault itself keeps it
     */
    record Extension(String receipt, Instant lockedUntil, boolean lockEnforced) {}
}
