package io.reprieve.backup.operation;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
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
import java.util.HashMap;
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
    private final List<AccountTask> ofAccounts;
    private final Map<Operation.Kind, OneTimeTask<Void>> tasks = new EnumMap<>(Operation.Kind.class);
    private final Map<String, OneTimeTask<Void>> accountTasks = new HashMap<>();
    private Scheduler scheduler;

    WorkQueue(
            AgroalDataSource database,
            WorkConfig config,
            OperationRunner runner,
            @All List<TimedWork> timed,
            @All List<LaneWork> lanes,
            @All List<AccountTask> ofAccounts) {
        this.database = database;
        this.config = config;
        this.runner = runner;
        this.timed = timed;
        this.lanes = lanes;
        this.ofAccounts = ofAccounts;
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
        for (AccountTask work : ofAccounts) {
            OneTimeTask<Void> task = Tasks.oneTime(work.name())
                    .onFailure(givingUpInTime())
                    .execute((instance, context) -> work.run(instance.getId()));
            accountTasks.put(work.name(), task);
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

    /**
     * Queues an account's turn; one that waits for its turn or has it already is not queued twice.
     *
     * @param task a bean
     * @param accountId {@code acc_…}
     * @param at when, at the earliest
     */
    public void enqueue(AccountTask task, String accountId, Instant at) {
        scheduler.scheduleIfNotExists(accountTasks.get(task.name()).instance(accountId), at);
    }

    private FailureHandler<Void> retryingSoon() {
        return (complete, operations) ->
                operations.reschedule(complete, complete.getTimeDone().plus(pause(complete)));
    }

    private FailureHandler<Void> givingUpInTime() {
        return (complete, operations) -> {
            TaskInstance<?> turn = complete.getExecution().taskInstance;
            if (complete.getExecution().consecutiveFailures + 1 >= config.tries()) {
                LOG.errorf(complete.getCause().orElse(null), "%s of %s was given up", turn.getTaskName(), turn.getId());
                operations.stop();
            } else {
                operations.reschedule(complete, complete.getTimeDone().plus(pause(complete)));
            }
        };
    }

    private static Duration pause(ExecutionComplete complete) {
        Duration pause = Duration.ofSeconds(1L << Math.min(complete.getExecution().consecutiveFailures, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
