package io.reprieve.backup.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * A drill as callers see it.
 *
 * @param id {@code drl_…}
 * @param operationId the operation to watch
 * @param accountId whose backup was rehearsed
 * @param backupId which
 * @param reason SAMPLE, PURGE_PENDING or ON_DEMAND
 * @param state RUNNING, SUCCEEDED or FAILED
 * @param rows of the backup
 * @param objects of the backup
 * @param objectBytes their size
 * @param seconds what reading, restoring and comparing took; null unless it succeeded
 * @param predictedRestoreSeconds what bringing this backup back would take: by the rate of the last real restores, never less than
 *     the drill took; null unless it succeeded
 * @param problem why it failed; null unless it did
 * @param createdAt when it was asked for
 * @param finishedAt when it ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DrillView(
        String id,
        String operationId,
        String accountId,
        String backupId,
        Drill.Reason reason,
        Drill.State state,
        long rows,
        int objects,
        long objectBytes,
        Double seconds,
        Double predictedRestoreSeconds,
        Failure problem,
        Instant createdAt,
        Instant finishedAt) {

    /**
     * @param code stable problem code
     * @param detail what was found
     */
    public record Failure(String code, String detail) {}

    static DrillView of(Drill drill, Optional<Double> restoreRate) {
        return new DrillView(
                drill.id,
                drill.operationId,
                drill.accountId,
                drill.backupId,
                drill.reason,
                drill.state,
                drill.tableRows,
                drill.objects,
                drill.objectBytes,
                drill.seconds,
                drill.seconds == null ? null : predicted(drill, restoreRate),
                drill.failureCode == null ? null : new Failure(drill.failureCode, drill.failureDetail),
                drill.createdAt,
                drill.finishedAt);
    }

    private static double predicted(Drill drill, Optional<Double> restoreRate) {
        double byRate = restoreRate.map(rate -> drill.tableRows / rate).orElse(0.0);
        return Math.round(Math.max(drill.seconds, byRate) * 10) / 10.0;
    }
}
