package io.reprieve.backup.operation;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The tasks in PostgreSQL that any replica takes. A replica that dies is missed after four heartbeats, and another carries its work
 * on.
 */
@ApplicationScoped
public class WorkQueue {

    private static final Logger LOG = Logger.getLogger(WorkQueue.class);

    // db-scheduler wants at least four silences before it takes a replica for dead.
    private static final int SILENCES = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration GOODBYE = Duration.ofSeconds(3);

    private final AgroalDataSource database;
    private final WorkConfig config;
    private final OperationRunner runner;
    private final List<TimedWork> timed;
    private final List<LaneWork> lanes;
    private final Map<Operation.Kind, OneTimeTask<Void>> tasks = new EnumMap<>(Operation.Kind.class);
    private Scheduler scheduler;

    WorkQueue(
            AgroalDataSource database,
            WorkConfig config,
            OperationRunner runner,
            @All List<TimedWork> timed,
            @All List<LaneWork> lanes) {
        this.database = database;
        this.config = config;
        this.runner = runner;
        this.timed = timed;
        this.lanes = lanes;
    }

    void start(@Observes @Priority(Interceptor.Priority.APPLICATION + 500) StartupEvent event) {
        List<Task<?>> known = new ArrayList<>();
        for (Operation.Kind kind : Operation.Kind.values()) {
            OneTimeTask<Void> task = Tasks.oneTime(kind.name().toLowerCase(java.util.Locale.ROOT))
                    .onFailure(retryingSoon())
                    .execute((instance, context) -> runner.run(instance.getId()));
            tasks.put(kind, task);
            known.add(task);
        }
        List<RecurringTask<Void>> recurring = new ArrayList<>();
        timed.forEach(work -> recurring.add(
                Tasks.recurring(work.name(), work.schedule()).execute((instance, context) -> work.run())));
        for (LaneWork work : lanes) {
            for (int lane = 1; lane <= work.lanes(); lane++) {
                int mine = lane;
                recurring.add(Tasks.recurring(nameOf(work, lane), FixedDelay.of(LOOK_EVERY))
                        .execute((instance, context) -> work.drain(mine)));
            }
        }
        scheduler = Scheduler.create(database, known)
                .startTasks(recurring)
                .schedulerName(() -> "backup-" + UUID.randomUUID())
                .threads(config.threads())
                .pollingInterval(config.polling())
                .heartbeatInterval(config.heartbeat())
                .missedHeartbeatsLimit(SILENCES)
                .shutdownMaxWait(GOODBYE)
                .build();
        scheduler.start();
    }

    void stop(@Observes ShutdownEvent event) {
        if (scheduler != null) {
            scheduler.stop();
        }
    }

    /**
     * Queues an operation, in the caller's transaction: committed with it or not at all.
     *
     * @param operation a running operation
     */
    public void enqueue(Operation operation) {
        scheduler.schedule(tasks.get(operation.kind).instance(operation.id), Instant.now());
    }

    /**
     * Has lanes that stand idle look for work at once, in the caller's transaction.
     *
     * @param work whose lanes
     */
    public void wake(LaneWork work) {
        for (int lane = 1; lane <= work.lanes(); lane++) {
            TaskInstanceId idle = TaskInstanceId.of(nameOf(work, lane), RecurringTask.INSTANCE);
            try {
                scheduler.reschedule(idle, Instant.now());
            } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException busy) {
                LOG.debugf("%s looks for work by itself", idle.getTaskName());
            }
        }
    }

    private static String nameOf(LaneWork work, int lane) {
        return work.name() + "-" + lane;
    }

    private FailureHandler<Void> retryingSoon() {
        return (complete, operations) -> {
            int failures = Math.min(complete.getExecution().consecutiveFailures, 10);
            Duration pause = Duration.ofSeconds(1L << failures);
            operations.reschedule(
                    complete, complete.getTimeDone().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
        };
    }
}
