package io.reprieve.backup.drill;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.Nights;
import io.reprieve.backup.operation.TimedWork;
import io.reprieve.backup.operation.WorkQueue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Every night, drills of those accounts that are about to be purged, and of those whose last drill is longest ago: each at a time of
 * its own within the hours of the spread.
 */
@ApplicationScoped
public class NightlyDrills implements TimedWork {

    private final DrillConfig config;
    private final AccountClient accounts;
    private final DrillStore drills;
    private final WorkQueue queue;
    private final DrillTurn turn;
    private final DatabaseTime time;

    NightlyDrills(
            DrillConfig config,
            AccountClient accounts,
            DrillStore drills,
            WorkQueue queue,
            DrillTurn turn,
            DatabaseTime time) {
        this.config = config;
        this.accounts = accounts;
        this.drills = drills;
        this.queue = queue;
        this.turn = turn;
        this.time = time;
    }

    @Override
    public String name() {
        return "nightly-drills";
    }

    @Override
    public Schedule schedule() {
        return Nights.schedule(config.at());
    }

    @Override
    public void run() {
        Set<String> tonight = new LinkedHashSet<>();
        accounts.eachPurgePending(account -> tonight.add(account.id()));
        tonight.addAll(drills.longestWithout(config.sample()));
        Instant begin = time.now();
        tonight.forEach(account -> queue.enqueue(turn, account, begin.plus(Nights.offset(account, config.spread()))));
    }
}
