package io.reprieve.purge.execution;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.database.Database;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * One task for each purge, in the database, taken by any replica; a dead replica's tasks are taken over. The scheduler's
 * clock is the database's, and even so it only wakes: whether something is due is decided from the purge's own row.
 */
@ApplicationScoped
public class PurgeTasks {
    static final String ADVANCE = "advance-purge";

    private static final Logger LOG = Logger.getLogger(PurgeTasks.class);
    private static final int AFTER_ALL_ELSE = 5_000;
    private static final int MISSED_HEARTBEATS = 4;
    private static final int THREADS = 8;
    private static final int STEPS_IN_A_ROW = 20;

    private final DataSource dataSource;
    private final Database database;
    private final AdvancePurge advancePurge;
    private final SweepPurges sweep;
    private final PurgeConfig config;
    private final CustomTask<Void> advance;
    private Scheduler scheduler;

    PurgeTasks(
            DataSource dataSource,
            Database database,
            AdvancePurge advancePurge,
            SweepPurges sweep,
            PurgeConfig config) {
        this.dataSource = dataSource;
        this.database = database;
        this.advancePurge = advancePurge;
        this.sweep = sweep;
        this.config = config;
        this.advance = Tasks.custom(ADVANCE, Void.class)
                .onFailure((failed, operations) ->
                        operations.reschedule(failed, in(config.look().progress())))
                .onDeadExecution((dead, operations) -> operations.reschedule(dead, database.now()))
                .execute((instance, context) -> run(instance.getId()));
    }

    /** Schedules a new purge's task, in the caller's transaction. */
    public void begin(String purgeId) {
        scheduler.schedule(advance.instance(purgeId), database.now());
    }

    /** Something happened to this purge: look at it now rather than when it was going to. */
    public void nudge(String purgeId) {
        try {
            if (scheduler.getScheduledExecution(advance.instance(purgeId)).isPresent()) {
                scheduler.reschedule(advance.instance(purgeId), database.now());
            } else {
                scheduler.scheduleIfNotExists(advance.instance(purgeId), database.now());
            }
        } catch (RuntimeException e) {
            // It is running at this moment and will see what happened, or will look again by itself.
            LOG.debugf("%s not nudged: %s", purgeId, e.getMessage());
        }
    }

    void start(@Observes @Priority(AFTER_ALL_ELSE) StartupEvent started) {
        RecurringTask<Void> sweeping = Tasks.recurring(
                        "sweep-purges", FixedDelay.of(config.look().sweep()))
                .execute((instance, context) -> sweep.run(this::nudge));
        scheduler = Scheduler.create(dataSource, advance)
                .startTasks(sweeping)
                .clock(database::now)
                .threads(THREADS)
                .pollingInterval(config.look().tasks())
                .heartbeatInterval(config.look().heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .enableImmediateExecution()
                .alwaysPersistTimestampInUTC()
                .shutdownMaxWait(Duration.ofSeconds(2))
                .build();
        scheduler.start();
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (scheduler != null) {
            scheduler.stop();
        }
    }

    private CompletionHandler<Void> run(String purgeId) {
        Next next = advancePurge.advance(purgeId);
        // What comes next at once is done at once; a purge that goes on and on gives way to others.
        for (int steps = 1; next.isNow() && steps < STEPS_IN_A_ROW; steps++) {
            next = advancePurge.advance(purgeId);
        }
        return whenDone(next);
    }

    private CompletionHandler<Void> whenDone(Next next) {
        return next.isDone()
                ? (complete, operations) -> operations.remove()
                : (complete, operations) -> operations.reschedule(complete, in(next.after()));
    }

    private Instant in(Duration delay) {
        return database.now().plus(delay);
    }
}
