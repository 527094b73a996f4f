package io.reprieve.backup.take;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.backup.account.AccountView;
import io.reprieve.backup.archive.DataKey;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.vault.VaultConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Which attempt a try goes on with, or that it begins one. */
@ApplicationScoped
class Attempts {
    // What fails so often may be at fault itself, so that another beginning is worth its bytes.
    private static final int MOST_RUNS = 4;

    private final BackupStore backups;
    private final AttemptStore store;
    private final BackupKeys keys;
    private final DataMap dataMap;
    private final VaultConfig config;

    Attempts(BackupStore backups, AttemptStore store, BackupKeys keys, DataMap dataMap, VaultConfig config) {
        this.backups = backups;
        this.store = store;
        this.keys = keys;
        this.dataMap = dataMap;
        this.config = config;
    }

    /** The attempt of an earlier try, when it got far enough and is of the account as it is; else a new one. */
    Attempt of(String backupId, AccountView account) {
        Backup backup = backups.get(backupId);
        boolean sameAccount = backup.epoch != null
                && backup.epoch == account.epoch()
                && backup.fenced == account.fenced()
                && account.accountKey().equals(backup.accountKey);
        Optional<Attempt> earlier = sameAccount
                ? store.takeOver(
                        backupId, MOST_RUNS, config.firstLock().dividedBy(2).toSeconds())
                : Optional.empty();
        return earlier.filter(
                        a -> a.rows().orElseThrow().export().dataMapDigest().equals(dataMap.digest()))
                .orElseGet(() -> begin(backupId, account));
    }

    private Attempt begin(String backupId, AccountView account) {
        Backup backup = backups.beginAttempt(backupId, account);
        DataKey key = DataKey.random(keys.random());
        return store.begin(backupId, backup.attemptName, keys.wrap(key, backupId + "/" + backup.attemptName));
    }
}
