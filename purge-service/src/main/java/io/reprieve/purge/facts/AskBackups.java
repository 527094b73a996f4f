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

/** What backup-service says about the account's backup, drills and restores, and whether the backup is still the account. */
@ApplicationScoped
class AskBackups {
    private final BackupClient backups;
    private final AccountClient accounts;
    private final PolicyInForce policy;
    private final Database database;

    AskBackups(BackupClient backups, AccountClient accounts, PolicyInForce policy, Database database) {
        this.backups = backups;
        this.accounts = accounts;
        this.policy = policy;
        this.database = database;
    }

    List<String> runningRestores(String accountId) {
        return backups.runningRestores(accountId);
    }

    PurgeFacts.Backup backup(String accountId, Receipt receipt) {
        return new PurgeFacts.Backup(
                receipt.backupId(),
                backups.state(receipt.backupId()),
                receipt.accountId().equals(accountId) ? null : "it is another account's",
                receipt.dataMapDigest(),
                receipt.lockEnforced(),
                !ProfileNow.isLocalOrTest(),
                receipt.lockedUntil());
    }

    PurgeFacts.Drill drill(String accountId, String backupId) {
        BackupClient.Rehearsal last = backups.lastRehearsal(accountId, backupId);
        return new PurgeFacts.Drill(
                last.name(),
                last.at(),
                last.problem(),
                last.predictedSeconds(),
                last.at() == null ? null : Duration.between(last.at(), database.now()),
                policy.now().drillMaxAge());
    }

    PurgeFacts.Content content(String accountId, Receipt receipt) {
        LiveDigests live = accounts.content(accountId);
        return new PurgeFacts.Content(
                receipt.backupId(),
                receipt.rowsDigest().equals(live.rowsDigest()),
                receipt.objectVersionsDigest().equals(live.objectVersionsDigest()));
    }
}
