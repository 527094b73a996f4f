package io.reprieve.backup.drill;

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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Has an account's newest verified backup rehearsed. */
@ApplicationScoped
class OrderDrill {

    private final DrillStore drills;
    private final BackupStore backups;
    private final OperationStore operations;
    private final WorkQueue queue;
    private final DatabaseTime time;

    OrderDrill(DrillStore drills, BackupStore backups, OperationStore operations, WorkQueue queue, DatabaseTime time) {
        this.drills = drills;
        this.backups = backups;
        this.operations = operations;
        this.queue = queue;
        this.time = time;
    }

    /**
     * @return the operation to watch
     * @throws Problem 409 when the account has no verified backup, or a drill of it is under way
     */
    @Transactional
    Operation order(String accountId, Drill.Reason reason, Actor actor) {
        Backup backup = backups.newest(accountId, Backup.State.VERIFIED).orElseThrow(() -> Problem.of(
                        409,
                        "no-verified-backup",
                        "There is nothing to rehearse",
                        "No backup of " + accountId + " is verified; take one first.")
                .allowedActions(List.of()));
        drills.underWay(accountId).ifPresent(other -> {
            throw Problem.of(
                            409,
                            "drill-under-way",
                            "A drill of this account is under way",
                            "Drill " + other.id + " is running; wait for it.")
                    .with("drillId", other.id)
                    .allowedActions(List.of());
        });
        Drill drill = new Drill();
        drill.id = Ids.next("drl");
        Operation operation = operations.begin(Operation.Kind.DRILL, drill.id, accountId);
        drill.operationId = operation.id;
        drill.accountId = accountId;
        drill.backupId = backup.id;
        drill.reason = reason;
        drill.state = Drill.State.RUNNING;
        drill.requester = Requester.of(actor);
        drill.tableRows = backup.tableRows;
        drill.objects = backup.objects;
        drill.objectBytes = backup.objectBytes;
        drill.createdAt = time.now();
        drill.persist();
        queue.enqueue(operation);
        return operation;
    }
}
