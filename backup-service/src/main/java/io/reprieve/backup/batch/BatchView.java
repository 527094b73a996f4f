package io.reprieve.backup.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A batch as callers watch it: the whole on top, a page of its items below.
 *
 * @param id {@code rsb_…}
 * @param operationId the operation to wait for
 * @param state RUNNING or ENDED
 * @param priority higher goes first, 0 to 9
 * @param counts items by state; every state is there
 * @param rows how far it is
 * @param createdAt when it was ordered
 * @param beganAt when the first item was begun
 * @param cancelledAt when what had not begun was cancelled
 * @param finishedAt when the last item ended
 * @param items this page, in the order of the request
 * @param next cursor of the next page; null on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchView(
        String id,
        String operationId,
        State state,
        int priority,
        Map<BatchItem.State, Long> counts,
        Rows rows,
        Instant createdAt,
        Instant beganAt,
        Instant cancelledAt,
        Instant finishedAt,
        List<Item> items,
        String next) {

    /** Whether anything waits or runs. */
    public enum State {
        RUNNING,
        ENDED
    }

    /**
     * @param done rows that are live again
     * @param left rows of items that wait or run
     * @param perSecond since the first item began; null before one ended
     * @param secondsLeft at that rate; null while there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rows(long done, long left, Double perSecond, Long secondsLeft) {}

    /**
     * @param position in the request, from 0
     * @param accountId whose
     * @param backupId from which backup; null when there is none
     * @param planId by which plan; null when it plans by itself
     * @param restoreId its restore; null before it began
     * @param state how it stands
     * @param rows of the backup, or put back
     * @param problem why it failed; null unless it did
     * @param beganAt when it began
     * @param endedAt when it ended
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            int position,
            String accountId,
            String backupId,
            String planId,
            String restoreId,
            BatchItem.State state,
            long rows,
            Failure problem,
            Instant beganAt,
            Instant endedAt) {

        static Item of(BatchItem item) {
            return new Item(
                    item.position,
                    item.accountId,
                    item.backupId,
                    item.planId,
                    item.restoreId,
                    item.state,
                    item.tableRows,
                    item.failureCode == null ? null : new Failure(item.failureCode, item.failureDetail),
                    item.beganAt,
                    item.endedAt);
        }
    }

    /**
     * @param code stable problem code
     * @param detail what was found
     */
    public record Failure(String code, String detail) {}

    static BatchView of(
            RestoreBatch batch,
            Map<BatchItem.State, Long> counts,
            BatchProgress progress,
            List<BatchItem> items,
            int limit) {
        Page<Item> page = Page.of(items.stream().map(Item::of).toList(), limit, item -> Cursor.of(item.position()));
        return new BatchView(
                batch.id,
                batch.operationId,
                batch.finishedAt == null ? State.RUNNING : State.ENDED,
                batch.priority,
                counts,
                new Rows(progress.rowsDone(), progress.rowsLeft(), progress.rowsPerSecond(), progress.secondsLeft()),
                batch.createdAt,
                progress.began(),
                batch.cancelledAt,
                batch.finishedAt,
                page.items(),
                page.next());
    }
}
