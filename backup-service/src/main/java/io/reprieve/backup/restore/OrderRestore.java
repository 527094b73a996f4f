package io.reprieve.backup.restore;

import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
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
class OrderRestore {

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

    @Transactional
    Operation order(String planId, String planHash, Actor actor) {
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
        restores.underWay(plan.accountId).ifPresent(other -> {
            throw Problem.of(
                            409,
                            "restore-under-way",
                            "A restore of this account is under way",
                            "Restore " + other.id + " is " + other.state + "; wait for it.")
                    .with("restoreId", other.id)
                    .allowedActions(List.of());
        });
        Backup backup = backups.verified(plan.backupId);
        Restore restore = new Restore();
        restore.id = Ids.next("rst");
        Operation operation = operations.begin(Operation.Kind.RESTORE, restore.id, backup.accountId);
        restore.operationId = operation.id;
        restore.planId = plan.id;
        restore.backupId = backup.id;
        restore.accountId = backup.accountId;
        restore.accountKey = backup.accountKey;
        restore.state = Restore.State.RUNNING;
        restore.requestedBy = actor.id();
        restore.requestedByKind = actor.kind();
        restore.requestedByClient = actor.clientId();
        restore.createdAt = time.now();
        restore.persist();
        queue.enqueue(operation);
        // On the plan's chain: the restore's own holds the one event that the product's ledger carries.
        outbox.append(EventDraft.of("restore.started", plan.id)
                .account(backup.accountId)
                .correlation(restore.id)
                .by(restore.requester())
                .with("backupId", backup.id)
                .with("planHash", planHash));
        return operation;
    }
}
