package io.reprieve.backup.restore;

import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.Requester;
import io.reprieve.backup.operation.WorkQueue;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Takes the order to run exactly the plan that was seen. */
@ApplicationScoped
public class OrderRestore {

    private final RestoreStore restores;
    private final BackupStore backups;
    private final OperationStore operations;
    private final WorkQueue queue;
    private final Outbox outbox;
    private final DatabaseTime time;

    OrderRestore(
            RestoreStore restores,
            BackupStore backups,
            OperationStore operations,
            WorkQueue queue,
            Outbox outbox,
            DatabaseTime time) {
        this.restores = restores;
        this.backups = backups;
        this.operations = operations;
        this.queue = queue;
        this.outbox = outbox;
        this.time = time;
    }

    /**
     * @param backup what to restore
     * @param plan the plan that was seen; null to run whatever plan is clean
     * @param batchId the batch it is part of; null when it is ordered alone
     * @param actor who ordered it
     */
    public record Order(Backup backup, SavedPlan plan, String batchId, Actor actor) {}

    /**
     * @param planId {@code rpl_…}
     * @param planHash as it was seen
     * @return the plan
     * @throws Problem 404 when there is none, 412 when it is another, 409 when it cannot be run
     */
    @Transactional
    public SavedPlan seen(String planId, String planHash) {
        SavedPlan plan = restores.plan(planId);
        if (!plan.planHash.equals(planHash)) {
            throw Problem.of(
                    412,
                    "plan-hash-differs",
                    "Not the plan that was seen",
                    "Repeat the planHash of plan " + planId + ".");
        }
        PlanView.Body body = PlanView.of(plan).body();
        if (!body.runnable()) {
            throw Problem.of(409, "restore-refused", "This plan cannot be run", body.blocker() + ".")
                    .with("findings", body.findings())
                    .allowedActions(List.of());
        }
        return plan;
    }

    /**
     * Orders one restore and queues it.
     *
     * @param planId {@code rpl_…}
     * @param planHash as it was seen
     * @param actor who orders it
     * @return the operation to watch
     */
    @Transactional
    public Operation order(String planId, String planHash, Actor actor) {
        SavedPlan plan = seen(planId, planHash);
        Operation operation = begin(new Order(backups.verified(plan.backupId), plan, null, actor));
        queue.enqueue(operation);
        return operation;
    }

    /**
     * Begins a restore in the caller's transaction; whoever calls has the operation carried on.
     *
     * @param order what to restore
     * @return its operation
     * @throws Problem 409 when another restore of the account is under way
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Operation begin(Order order) {
        Backup backup = order.backup();
        restores.underWay(backup.accountId).ifPresent(other -> {
            throw Problem.of(
                            409,
                            "restore-under-way",
                            "A restore of this account is under way",
                            "Restore " + other.id + " is " + other.state + "; wait for it.")
                    .with("restoreId", other.id)
                    .allowedActions(List.of());
        });
        Restore restore = new Restore();
        restore.id = Ids.next("rst");
        Operation operation = operations.begin(Operation.Kind.RESTORE, restore.id, backup.accountId);
        restore.operationId = operation.id;
        restore.planId = order.plan() == null ? null : order.plan().id;
        restore.batchId = order.batchId();
        restore.backupId = backup.id;
        restore.accountId = backup.accountId;
        restore.accountKey = backup.accountKey;
        restore.state = Restore.State.RUNNING;
        restore.requester = Requester.of(order.actor());
        restore.createdAt = time.now();
        // In a batch the lane that begins it works on it; alone it waits for a replica.
        restore.beganAt = order.batchId() == null ? null : restore.createdAt;
        restore.persist();
        EventDraft started = EventDraft.of("restore.started", restore.orderedBy())
                .account(backup.accountId)
                .correlation(restore.id)
                .by(restore.requester.inEvents())
                .with("backupId", backup.id);
        outbox.append(
                order.plan() == null
                        ? started.with("batchId", order.batchId())
                        : started.with("planHash", order.plan().planHash));
        return operation;
    }
}
