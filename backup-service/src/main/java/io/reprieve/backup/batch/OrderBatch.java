package io.reprieve.backup.batch;

import io.reprieve.backup.batch.ResolveItems.Resolved;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.Requester;
import io.reprieve.backup.operation.WorkQueue;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Takes an order for many accounts: one request after a bad script. */
@ApplicationScoped
class OrderBatch {

    private final BatchStore batches;
    private final OperationStore operations;
    private final RestoreLanes lanes;
    private final WorkQueue queue;
    private final Outbox outbox;
    private final DatabaseTime time;

    OrderBatch(
            BatchStore batches,
            OperationStore operations,
            RestoreLanes lanes,
            WorkQueue queue,
            Outbox outbox,
            DatabaseTime time) {
        this.batches = batches;
        this.operations = operations;
        this.lanes = lanes;
        this.queue = queue;
        this.outbox = outbox;
        this.time = time;
    }

    @Transactional
    Operation order(List<Resolved> items, int priority, Actor actor) {
        RestoreBatch batch = new RestoreBatch();
        batch.id = Ids.next("rsb");
        Operation operation = operations.begin(Operation.Kind.RESTORE_BATCH, batch.id, null);
        batch.operationId = operation.id;
        batch.priority = priority;
        batch.requester = Requester.of(actor);
        batch.createdAt = time.now();
        batch.persist();
        for (int at = 0; at < items.size(); at++) {
            BatchItem item = item(batch, at, items.get(at));
            item.persist();
            operation.total += item.tableRows;
        }
        outbox.append(EventDraft.of("restore.batch-ordered", batch.id)
                .by(batch.requester.inEvents())
                .with("items", items.size())
                .with("priority", priority));
        batches.endIfDone(batch);
        queue.wake(lanes);
        return operation;
    }

    private static BatchItem item(RestoreBatch batch, int position, Resolved resolved) {
        BatchItem item = new BatchItem();
        item.id = batch.id + "/" + position;
        item.batchId = batch.id;
        item.position = position;
        item.priority = batch.priority;
        item.accountId = resolved.accountId();
        item.planId = resolved.planId();
        item.state = BatchItem.State.QUEUED;
        item.createdAt = batch.createdAt;
        if (resolved.backup() == null) {
            item.failed("no-verified-backup", "No backup of this account was ever verified", batch.createdAt);
        } else {
            item.backupId = resolved.backup().id;
            item.tableRows = resolved.backup().tableRows;
        }
        return item;
    }
}
