package io.reprieve.backup.nightly;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.LiveContent;
import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.account.AccountView;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.Nights;
import io.reprieve.backup.operation.TimedWork;
import io.reprieve.backup.take.AskForBackup;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Every night, a backup of each account whose content is not that of its last verified one. An unchanged account costs a reading, no bytes. */
@ApplicationScoped
public class NightlyBackups implements TimedWork {

    /** The reason these backups carry. */
    public static final String REASON = "NIGHTLY";

    private static final Logger LOG = Logger.getLogger(NightlyBackups.class);
    private static final Actor SELF = Actor.service("backup-service");

    private final NightlyConfig config;
    private final AccountClient accounts;
    private final AccountEngine engine;
    private final BackupKeys keys;
    private final BackupStore backups;
    private final AskForBackup ask;

    NightlyBackups(
            NightlyConfig config,
            AccountClient accounts,
            AccountEngine engine,
            BackupKeys keys,
            BackupStore backups,
            AskForBackup ask) {
        this.config = config;
        this.accounts = accounts;
        this.engine = engine;
        this.keys = keys;
        this.backups = backups;
        this.ask = ask;
    }

    @Override
    public String name() {
        return "nightly-backups";
    }

    @Override
    public Schedule schedule() {
        return Nights.schedule(config.at());
    }

    @Override
    public void run() {
        accounts.eachLiving(this::backUpIfChanged);
    }

    private void backUpIfChanged(AccountView account) {
        try {
            if (changed(account)) {
                ask.ask(account.id(), REASON, null, SELF);
            }
        } catch (RuntimeException e) {
            // One account that cannot be read must not cost the others their night.
            LOG.errorf(e, "Nightly backup of %s was not begun", account.id());
        }
    }

    private boolean changed(AccountView account) {
        if (backups.newest(account.id(), Backup.State.RUNNING).isPresent()) {
            return false;
        }
        Optional<String> key = engine.accountKey(account.accountKey());
        if (key.isEmpty()) {
            LOG.warnf("Account %s is registered, and the product holds no such account", account.id());
            return false;
        }
        Optional<Backup> last = backups.newest(account.id(), Backup.State.VERIFIED);
        if (last.isEmpty()) {
            return true;
        }
        LiveContent live = engine.content(key.get(), keys.digestKey(account.id()));
        return !live.rowsDigest().equals(last.get().rowsDigest)
                || !live.objectVersionsDigest().equals(last.get().objectVersionsDigest);
    }
}
