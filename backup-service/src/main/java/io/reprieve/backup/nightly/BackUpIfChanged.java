package io.reprieve.backup.nightly;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.LiveContent;
import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.account.AccountView;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.AccountTask;
import io.reprieve.backup.take.AskForBackup;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.backup.take.LiveDrift;
import io.reprieve.backup.vault.RetentionClass;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One account's turn in the night: an unchanged account costs a reading and no bytes. */
@ApplicationScoped
class BackUpIfChanged implements AccountTask {
    private static final Logger LOG = Logger.getLogger(BackUpIfChanged.class);
    private static final Actor SELF = Actor.service("backup-service");

    private final AccountClient accounts;
    private final AccountEngine engine;
    private final DataMap dataMap;
    private final BackupKeys keys;
    private final BackupStore backups;
    private final LiveDrift drift;
    private final ConfirmBackup confirm;
    private final AskForBackup ask;

    BackUpIfChanged(
            AccountClient accounts,
            AccountEngine engine,
            DataMap dataMap,
            BackupKeys keys,
            BackupStore backups,
            LiveDrift drift,
            ConfirmBackup confirm,
            AskForBackup ask) {
        this.accounts = accounts;
        this.engine = engine;
        this.dataMap = dataMap;
        this.keys = keys;
        this.backups = backups;
        this.drift = drift;
        this.confirm = confirm;
        this.ask = ask;
    }

    @Override
    public String name() {
        return "nightly-backup";
    }

    @Override
    public void run(String accountId) {
        Optional<AccountView> account = accounts.find(accountId).filter(found -> !found.purged());
        if (account.isEmpty() || backups.newest(accountId, Backup.State.RUNNING).isPresent()) {
            return;
        }
        Optional<String> key = engine.accountKey(account.get().accountKey());
        if (key.isEmpty()) {
            LOG.warnf("Account %s is registered, and the product holds no such account", accountId);
            return;
        }
        Optional<Backup> last = backups.newest(accountId, Backup.State.VERIFIED);
        if (last.isEmpty() || !confirmed(last.get(), key.get())) {
            ask.ask(accountId, NightlyBackups.REASON, null, RetentionClass.NIGHTLY, SELF);
        }
    }

    private boolean confirmed(Backup last, String key) {
        List<Manifest.Drift> now = drift.now();
        LiveContent live = engine.content(key, keys.digestKey(last.accountId));
        boolean same = live.rowsDigest().equals(last.rowsDigest)
                && live.objectVersionsDigest().equals(last.objectVersionsDigest)
                && dataMap.digest().equals(last.dataMapDigest)
                && Objects.equals(now.isEmpty() ? null : Json.canonical(now), last.drift);
        return same && confirm.asOf(last, live.takenAt());
    }
}
