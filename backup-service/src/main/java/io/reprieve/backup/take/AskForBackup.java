package io.reprieve.backup.take;

import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkQueue;
import io.reprieve.backup.vault.RetentionClass;
import io.reprieve.edge.Actor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Records that a backup is wanted, and queues its making. */
@ApplicationScoped
public class AskForBackup {

    private final BackupStore backups;
    private final OperationStore operations;
    private final WorkQueue queue;
    private final Outbox outbox;

    AskForBackup(BackupStore backups, OperationStore operations, WorkQueue queue, Outbox outbox) {
        this.backups = backups;
        this.operations = operations;
        this.queue = queue;
        this.outbox = outbox;
    }

    /**
     * @param accountId {@code acc_…}, known to exist
     * @param reason why
     * @param purgeRequestId the purge it is for; null for any other reason
     * @param retention how long it is kept
     * @param actor who asks
     * @return the operation that makes it
     */
    @Transactional
    public Operation ask(
            String accountId, String reason, String purgeRequestId, RetentionClass retention, Actor actor) {
        Backup backup = backups.begin(accountId, reason, purgeRequestId, retention, actor);
        Operation operation = operations.begin(Operation.Kind.BACKUP, backup.id, accountId);
        queue.enqueue(operation);
        outbox.append(EventDraft.of("backup.created", backup.id)
                .account(accountId)
                .correlation(purgeRequestId)
                .by(backup.requester.inEvents())
                .reason(reason)
                .with("operationId", operation.id));
        return operation;
    }
}
