package io.reprieve.backup.nightly;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.receipt.Receipts;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.backup.take.ManifestVault;
import io.reprieve.backup.vault.LockArchive;
import io.reprieve.backup.vault.Locked;
import io.reprieve.backup.vault.RetentionClass;
import io.reprieve.backup.vault.VaultConfig;
import io.reprieve.backup.vault.VaultRefusal;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Lets a verified backup stand for a later moment at which the account's content was the same. */
@ApplicationScoped
class ConfirmBackup {
    private static final Logger LOG = Logger.getLogger(ConfirmBackup.class);
    private static final EventActor SELF = EventActor.service("backup-service");

    private final BackupStore backups;
    private final ManifestVault manifests;
    private final BackupKeys keys;
    private final LockArchive locks;
    private final VaultConfig config;
    private final Receipts receipts;
    private final Outbox outbox;
    private final DatabaseTime time;
    private final MeterRegistry metrics;

    ConfirmBackup(
            BackupStore backups,
            ManifestVault manifests,
            BackupKeys keys,
            LockArchive locks,
            VaultConfig config,
            Receipts receipts,
            Outbox outbox,
            DatabaseTime time,
            MeterRegistry metrics) {
        this.backups = backups;
        this.manifests = manifests;
        this.keys = keys;
        this.locks = locks;
        this.config = config;
        this.receipts = receipts;
        this.outbox = outbox;
        this.time = time;
        this.metrics = metrics;
    }

    /**
     * Raises every lock to what a backup taken now would have.
     *
     * @param backup whose content is live unchanged
     * @param readAt the product's clock when that was found
     * @return false when the archive is not what it was, so that another backup is wanted
     */
    boolean asOf(Backup backup, Instant readAt) {
        try {
            Manifest manifest = manifests.read(backup);
            if (!keys.open(manifest)) {
                LOG.infof("Backup %s is taken anew: it is not wrapped for the keys of today", backup.id);
                return false;
            }
            Instant now = time.now();
            Locked raised = locks.raise(
                    manifest,
                    backup.manifestKey,
                    backup.manifestVersionId,
                    now,
                    now.plus(RetentionClass.NIGHTLY.of(config)));
            // Parts that were once written without a lock stay suspect, whatever the vault says of them later.
            Locked lock = new Locked(raised.until(), raised.kept() && backup.lockEnforced);
            record(backup, readAt, lock, receipts.sign(manifest, backup.manifestSha256, lock, backup.verifiedAt));
            return true;
        } catch (ArchiveDamaged | VaultRefusal e) {
            LOG.errorf("Backup %s cannot stand for a later one: %s", backup.id, e.getMessage());
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void record(Backup backup, Instant readAt, Locked lock, String receipt) {
        QuarkusTransaction.requiringNew().run(() -> {
            backups.confirmed(backup.id, readAt, lock, receipt);
            outbox.append(EventDraft.of("backup.confirmed", backup.id)
                    .account(backup.accountId)
                    .by(SELF)
                    .with("contentDigest", backup.contentDigest)
                    .with("confirmedAt", readAt.toString())
                    .with("lockedUntil", lock.until().toString())
                    .with("lockEnforced", lock.kept()));
        });
        metrics.counter("reprieve_backups", "outcome", "confirmed").increment();
    }
}
