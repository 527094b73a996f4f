package io.reprieve.backup.batch;

import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.restore.Restore;
import io.reprieve.edge.Problem;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Batches and their items in the database. Whoever ends items locks the batch first, so that one of them sees that it was the last. */
@ApplicationScoped
class BatchStore {

    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int SKIP_LOCKED = -2;

    private final OperationStore operations;
    private final Outbox outbox;
    private final DatabaseTime time;

    BatchStore(OperationStore operations, Outbox outbox, DatabaseTime time) {
        this.operations = operations;
        this.outbox = outbox;
        this.time = time;
    }

    @Transactional
    RestoreBatch get(String id) {
        return found(RestoreBatch.findById(id), id);
    }

    private static RestoreBatch found(RestoreBatch batch, String id) {
        if (batch == null) {
            throw Problem.of(404, "batch-unknown", "No such batch", "There is no restore batch " + id + ".");
        }
        return batch;
    }

    /** What this lane is at already, or else the next that waits, now the lane's; in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<BatchItem> take(int lane, int lanes) {
        // A lane that there is no more, after a change of settings, left its item to the first.
        Optional<BatchItem> mine = BatchItem.find(
                        "state = ?1 and (lane = ?2 or ?2 = 1 and lane > ?3)", BatchItem.State.RUNNING, lane, lanes)
                .firstResultOptional();
        if (mine.isPresent()) {
            return mine;
        }
        Instant now = time.now();
        Optional<BatchItem> next = BatchItem.<BatchItem>find(
                        "state = ?1 and (retryAt is null or retryAt <= ?2) order by priority desc, createdAt, position",
                        BatchItem.State.QUEUED,
                        now)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .firstResultOptional();
        next.ifPresent(item -> {
            item.state = BatchItem.State.RUNNING;
            item.lane = lane;
            item.beganAt = item.beganAt == null ? now : item.beganAt;
        });
        return next;
    }

    /** The try failed, and another is to follow; others go first. */
    @Transactional
    void later(String itemId) {
        BatchItem item = BatchItem.findById(itemId);
        item.state = BatchItem.State.QUEUED;
        item.lane = null;
        item.retryAt = time.now().plus(PAUSE);
    }

    /** It could not even be begun. */
    @Transactional
    void refused(String itemId, String code, String detail) {
        RestoreBatch batch = locked(itemId.substring(0, itemId.indexOf('/')));
        BatchItem item = BatchItem.findById(itemId);
        item.failed(code, detail, time.now());
        endIfDone(batch);
    }

    /** Takes over what came of an item's restore. */
    @Transactional
    void ended(String itemId, Restore restore) {
        RestoreBatch batch = locked(itemId.substring(0, itemId.indexOf('/')));
        BatchItem item = BatchItem.findById(itemId);
        item.state = BatchItem.State.valueOf(restore.state.name());
        item.failureCode = restore.failureCode;
        item.failureDetail = restore.failureDetail;
        item.endedAt = time.now();
        if (restore.tableRows != null) {
            item.tableRows = restore.tableRows;
            Operation.update(
                    "done = done + ?1, updatedAt = ?2 where id = ?3", item.tableRows, item.endedAt, batch.operationId);
        }
        endIfDone(batch);
    }

    /** Cancels what has not begun. */
    @Transactional
    RestoreBatch cancel(String id, EventDraft told) {
        RestoreBatch batch = locked(id);
        if (batch.finishedAt != null) {
            throw Problem.of(409, "batch-ended", "The batch has ended", "Nothing of batch " + id + " waits any more.")
                    .allowedActions(List.of());
        }
        batch.cancelledAt = batch.cancelledAt == null ? time.now() : batch.cancelledAt;
        int cancelled = BatchItem.update(
                "state = ?1, endedAt = ?2 where batchId = ?3 and state = ?4 and operationId is null",
                BatchItem.State.CANCELLED,
                batch.cancelledAt,
                id,
                BatchItem.State.QUEUED);
        outbox.append(told.with("cancelled", cancelled));
        endIfDone(batch);
        return batch;
    }

    private static RestoreBatch locked(String id) {
        return found(RestoreBatch.findById(id, LockModeType.PESSIMISTIC_WRITE), id);
    }

    /** In the caller's transaction: ends the batch and its operation when no item waits or runs. */
    void endIfDone(RestoreBatch batch) {
        Map<BatchItem.State, Long> counts = counts(batch.id);
        if (counts.get(BatchItem.State.QUEUED) + counts.get(BatchItem.State.RUNNING) > 0) {
            return;
        }
        batch.finishedAt = time.now();
        long failed = counts.get(BatchItem.State.FAILED) + counts.get(BatchItem.State.SUPERSEDED);
        if (failed == 0) {
            operations.succeed(batch.operationId);
        } else {
            long all = counts.values().stream().mapToLong(Long::longValue).sum();
            operations.fail(
                    batch.operationId,
                    new WorkFailed(
                            "items-failed",
                            failed + " of " + all + " accounts were not restored; /api/v1/restore-batches/" + batch.id
                                    + "?state=FAILED says why"));
        }
        EventDraft ended = EventDraft.of("restore.batch-ended", batch.id).by(batch.requester.inEvents());
        for (Map.Entry<BatchItem.State, Long> count : counts.entrySet()) {
            ended = ended.with(count.getKey().name().toLowerCase(java.util.Locale.ROOT), count.getValue());
        }
        outbox.append(failed == 0 ? ended : ended.failed());
    }

    /** How many items stand how; every state is there. */
    @Transactional
    Map<BatchItem.State, Long> counts(String batchId) {
        Map<BatchItem.State, Long> counts = new EnumMap<>(BatchItem.State.class);
        for (BatchItem.State state : BatchItem.State.values()) {
            counts.put(state, 0L);
        }
        BatchItem.getEntityManager()
                .createQuery("select state, count(*) from BatchItem where batchId = ?1 group by state", Object[].class)
                .setParameter(1, batchId)
                .getResultList()
                .forEach(row -> counts.put((BatchItem.State) row[0], (Long) row[1]));
        return counts;
    }

    /** What a batch's progress is told from. */
    @Transactional
    BatchProgress progress(String batchId) {
        Object[] row = BatchItem.getEntityManager()
                .createQuery(
                        "select coalesce(sum(case when state in ('SUCCEEDED', 'SUPERSEDED') then tableRows else 0 end), 0),"
                                + " coalesce(sum(case when state in ('QUEUED', 'RUNNING') then tableRows else 0 end), 0),"
                                + " min(beganAt), max(endedAt) from BatchItem where batchId = ?1",
                        Object[].class)
                .setParameter(1, batchId)
                .getSingleResult();
        return new BatchProgress((Long) row[0], (Long) row[1], (Instant) row[2], (Instant) row[3], time.now());
    }

    /** In the order of the request, one more than the limit. */
    @Transactional
    List<BatchItem> items(String batchId, BatchItem.State state, int after, int limit) {
        String where = "batchId = ?1 and position > ?2";
        String order = " order by position";
        return (state == null
                        ? BatchItem.<BatchItem>find(where + order, batchId, after)
                        : BatchItem.<BatchItem>find(where + " and state = ?3" + order, batchId, after, state))
                .page(0, limit + 1)
                .list();
    }
}
