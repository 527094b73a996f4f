package io.reprieve.backup.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An operation as callers see it.
 *
 * @param id {@code op_…}
 * @param kind what is being done
 * @param state RUNNING, SUCCEEDED or FAILED
 * @param progress how far it is
 * @param result ids of what came of it; null until it succeeded
 * @param problem why it failed; null unless it did
 * @param backupId the backup it makes or verifies; null for others
 * @param restoreId the restore it runs; null for others
 * @param restoreBatchId the batch it is about; null for others
 * @param drillId the drill it holds; null for others
 * @param comparisonId the comparison it makes; null for others
 * @param createdAt when it was asked for
 * @param updatedAt when it last moved
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperationView(
        String id,
        Operation.Kind kind,
        Operation.State state,
        Progress progress,
        Map<String, String> result,
        Map<String, Object> problem,
        String backupId,
        String restoreId,
        String restoreBatchId,
        String drillId,
        String comparisonId,
        Instant createdAt,
        Instant updatedAt) {

    private static final String BACKUP = "backupId";
    private static final String RESTORE = "restoreId";
    private static final String BATCH = "restoreBatchId";
    private static final String DRILL = "drillId";
    private static final String COMPARISON = "comparisonId";

    /**
     * @param done units done
     * @param total units in all, as far as is known
     * @param unit what is counted
     * @param perSecond units a second since it started; null before it moved
     * @param secondsLeft at that rate, while it runs; null when that cannot be told
     */
    public record Progress(long done, long total, String unit, Double perSecond, Long secondsLeft) {

        static Progress of(Operation operation) {
            double seconds = operation.startedAt == null
                    ? 0
                    : Duration.between(operation.startedAt, operation.updatedAt).toMillis() / 1000.0;
            Double rate = seconds > 0 && operation.done > 0 ? Math.round(10 * operation.done / seconds) / 10.0 : null;
            boolean telling = rate != null && rate > 0 && operation.state == Operation.State.RUNNING;
            Long left = telling ? Math.round((operation.total - operation.done) / rate) : null;
            return new Progress(operation.done, operation.total, operation.unit, rate, left);
        }
    }

    /**
     * @param operation as it is stored
     * @return as it is shown
     */
    public static OperationView of(Operation operation) {
        String subject = operation.subjectId;
        String named = subjectName(operation.kind);
        return new OperationView(
                operation.id,
                operation.kind,
                operation.state,
                Progress.of(operation),
                operation.state == Operation.State.SUCCEEDED ? Map.of(named, subject) : null,
                problem(operation),
                named.equals(BACKUP) ? subject : null,
                named.equals(RESTORE) ? subject : null,
                named.equals(BATCH) ? subject : null,
                named.equals(DRILL) ? subject : null,
                named.equals(COMPARISON) ? subject : null,
                operation.createdAt,
                operation.updatedAt);
    }

    private static String subjectName(Operation.Kind kind) {
        return switch (kind) {
            case BACKUP, VERIFICATION -> BACKUP;
            case RESTORE -> RESTORE;
            case RESTORE_BATCH -> BATCH;
            case DRILL -> DRILL;
            case COMPARISON -> COMPARISON;
        };
    }

    private static Map<String, Object> problem(Operation operation) {
        if (operation.state != Operation.State.FAILED) {
            return null;
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "https://reprieve.io/problems/" + operation.problemCode);
        problem.put("title", "The operation failed");
        problem.put("code", operation.problemCode);
        problem.put("detail", operation.problem);
        return problem;
    }
}
