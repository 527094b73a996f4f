package io.reprieve.purge.facts;

import io.reprieve.edge.ProfileNow;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.LiveDigests;
import io.reprieve.purge.backup.BackupClient;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.policy.PolicyInForce;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What backup-service says about the account's backup, drills and restores, and whether the backup is still the account. */
@ApplicationScoped
class AskBackups {
    private final BackupClient backups;
    private final AccountClient accounts;
    private final PolicyInForce policy;
    private final Database database;
    private final Learn learn;

    AskBackups(BackupClient backups, AccountClient accounts, PolicyInForce policy, Database database, Learn learn) {
        this.backups = backups;
        this.accounts = accounts;
        this.policy = policy;
        this.database = database;
        this.learn = learn;
    }

    List<String> runningRestores(String accountId) {
        return backups.runningRestores(accountId);
    }

    /** What is known of the backup; each null before there is one. */
    record OfBackup(
            Learn.Asked<PurgeFacts.Backup> backup,
            Learn.Asked<PurgeFacts.Drill> drill,
            Learn.Asked<PurgeFacts.Content> content) {
        static final OfBackup NONE = new OfBackup(() -> null, () -> null, () -> null);
    }

    OfBackup about(String accountId, Receipt receipt) {
        Learn.Asked<BackupClient.Kept> kept = learn.ask(() -> backups.kept(receipt.backupId()));
        Learn.Asked<Optional<BackupClient.Rehearsal>> drill = learn.ask(() -> backups.lastDrill(accountId));
        return new OfBackup(
                () -> kept.fact().map(backup -> backup(accountId, receipt, backup)),
                () -> kept.fact().with(drill.fact(), (backup, last) -> drill(backup.orLater(last))),
                learn.ask(() -> content(accountId, receipt)));
    }

    private static PurgeFacts.Backup backup(String accountId, Receipt receipt, BackupClient.Kept kept) {
        return new PurgeFacts.Backup(
                receipt.backupId(),
                kept.state(),
                receipt.accountId().equals(accountId) ? null : "it is another account's",
                receipt.dataMapDigest(),
                receipt.lockEnforced(),
                !ProfileNow.isLocalOrTest(),
                receipt.lockedUntil());
    }

    private PurgeFacts.Drill drill(BackupClient.Rehearsal last) {
        return new PurgeFacts.Drill(
                last.name(),
                last.at(),
                last.problem(),
                last.predictedSeconds(),
                last.at() == null ? null : Duration.between(last.at(), database.now()),
                policy.now().drillMaxAge());
    }

    private PurgeFacts.Content content(String accountId, Receipt receipt) {
        LiveDigests live = accounts.content(accountId);
        return new PurgeFacts.Content(
                receipt.backupId(),
                receipt.rowsDigest().equals(live.rowsDigest()),
                receipt.objectVersionsDigest().equals(live.objectVersionsDigest()));
    }
}
