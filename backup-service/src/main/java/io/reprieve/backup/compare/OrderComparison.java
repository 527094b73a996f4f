package io.reprieve.backup.compare;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.backup.browse.BrowseAudit;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkQueue;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Begins a comparison: the record, its operation, the task and the audit entry in one commit. */
@ApplicationScoped
class OrderComparison {

    private final BackupStore backups;
    private final OperationStore operations;
    private final WorkQueue queue;
    private final BrowseAudit audit;
    private final DatabaseTime time;

    OrderComparison(
            BackupStore backups, OperationStore operations, WorkQueue queue, BrowseAudit audit, DatabaseTime time) {
        this.backups = backups;
        this.operations = operations;
        this.queue = queue;
        this.audit = audit;
        this.time = time;
    }

    /** @throws Problem 404, 409 as for reading a backup; 422 when the other one is of another account */
    Operation order(String backupId, String with, Actor actor) {
        Backup backup = backups.verified(Ids.require("bkp", backupId));
        Backup other = ComparisonRequest.LIVE.equals(with) ? null : other(backup, with);
        return QuarkusTransaction.requiringNew().call(() -> {
            BackupComparison comparison = new BackupComparison();
            comparison.id = Ids.next("cmp");
            Operation operation = operations.begin(Operation.Kind.COMPARISON, comparison.id, backup.accountId);
            comparison.operationId = operation.id;
            comparison.backupId = backup.id;
            comparison.otherBackupId = other == null ? null : other.id;
            comparison.accountId = backup.accountId;
            comparison.state = BackupComparison.State.RUNNING;
            comparison.requestedBy = actor.id();
            comparison.createdAt = time.now();
            comparison.persist();
            queue.enqueue(operation);
            audit.browsed(backup, Map.of("what", "comparison", "comparisonId", comparison.id, "with", with));
            return operation;
        });
    }

    private Backup other(Backup backup, String with) {
        Backup other = backups.verified(Ids.require("bkp", with));
        if (!other.accountId.equals(backup.accountId)) {
            throw Problem.of(
                            422,
                            "other-account",
                            "Backups of two accounts",
                            "Backup " + other.id + " is of another account: name one of the same account, or live.")
                    .error("with", "is of another account");
        }
        return other;
    }
}
