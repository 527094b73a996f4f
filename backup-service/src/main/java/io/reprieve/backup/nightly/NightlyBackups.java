package io.reprieve.backup.nightly;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.Nights;
import io.reprieve.backup.operation.TimedWork;
import io.reprieve.backup.operation.WorkQueue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Every night, each living account's turn, at a time of its own within the hours of the spread. */
@ApplicationScoped
public class NightlyBackups implements TimedWork {
    /** The reason these backups carry. */
    public static final String REASON = "NIGHTLY";

    private final NightlyConfig config;
    private final AccountClient accounts;
    private final WorkQueue queue;
    private final BackUpIfChanged turn;
    private final DatabaseTime time;

    NightlyBackups(
            NightlyConfig config, AccountClient accounts, WorkQueue queue, BackUpIfChanged turn, DatabaseTime time) {
        this.config = config;
        this.accounts = accounts;
        this.queue = queue;
        this.turn = turn;
        this.time = time;
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
        Instant begin = time.now();
        accounts.eachLiving(
                account -> queue.enqueue(turn, account.id(), begin.plus(Nights.offset(account.id(), config.spread()))));
    }
}
