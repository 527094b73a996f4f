package io.reprieve.backup.restore;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A restore as callers see it.
 *
 * @param id {@code rst_…}
 * @param state RUNNING, COMMITTED (rows live again, account-service being told), SUCCEEDED, SUPERSEDED (erased again before
 *     account-service heard of it) or FAILED
 * @param accountId whose
 * @param backupId from which backup
 * @param planId by which plan; null in a batch that planned by itself
 * @param batchId the batch it is part of; null when it was ordered alone
 * @param operationId the operation to watch
 * @param report what was put back; null before the commit
 * @param beside where it lies; null for one in place
 * @param failure why nothing was changed
 * @param createdAt when it was ordered
 * @param committedAt when the rows were live again, by the product's clock
 * @param finishedAt when the account was active again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoreView(
        String id,
        Restore.State state,
        String accountId,
        String backupId,
        String planId,
        String batchId,
        String operationId,
        Report report,
        Beside beside,
        Failure failure,
        Instant createdAt,
        Instant committedAt,
        Instant finishedAt) {

    /**
     * @param rows of the account that are live now, proved by digest before the commit
     * @param objects of the backup
     * @param objectsPutBack objects that were not there any more
     * @param digest the rows digest of what is live then; equal to the backup's, unless partial
     * @param partial whether less than the account came back: a selection of it, or what was missing beside what is live
     * @param seconds from the first work on it until the account was active again; null before
     * @param differences between what is live and the backup: always none, since a restore that found any was rolled back
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Report(
            Long rows,
            Integer objects,
            Integer objectsPutBack,
            String digest,
            boolean partial,
            Double seconds,
            List<String> differences) {

        static Report of(Restore restore, boolean partial) {
            boolean timed = restore.beganAt != null && restore.finishedAt != null;
            return new Report(
                    restore.tableRows,
                    restore.objects,
                    restore.objectsPutBack,
                    restore.digest,
                    partial,
                    timed
                            ? Duration.between(restore.beganAt, restore.finishedAt)
                                            .toMillis()
                                    / 1000.0
                            : null,
                    List.of());
        }
    }

    /**
     * @param schema in the scratch database: {@code SET search_path = "…"} and read
     * @param bucket in which its objects lie; null where it has none
     * @param prefix of their keys there, before their own
     * @param until when it is dropped
     * @param droppedAt when it was; null before
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Beside(String schema, String bucket, String prefix, Instant until, Instant droppedAt) {

        static Beside of(Restore restore) {
            return new Beside(
                    restore.besideSchema,
                    restore.besideBucket,
                    restore.besideBucket == null ? null : restore.besideSchema + "/",
                    restore.besideUntil,
                    restore.besideDroppedAt);
        }
    }

    /**
     * @param code stable problem code
     * @param detail what was found
     */
    public record Failure(String code, String detail) {}

    static RestoreView of(Restore restore, boolean partial) {
        return new RestoreView(
                restore.id,
                restore.state,
                restore.accountId,
                restore.backupId,
                restore.planId,
                restore.batchId,
                restore.operationId,
                restore.committedAt == null ? null : Report.of(restore, partial),
                restore.besideSchema == null ? null : Beside.of(restore),
                restore.failureCode == null ? null : new Failure(restore.failureCode, restore.failureDetail),
                restore.createdAt,
                restore.committedAt,
                restore.finishedAt);
    }
}
