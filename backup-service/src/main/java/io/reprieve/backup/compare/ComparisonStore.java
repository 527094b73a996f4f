package io.reprieve.backup.compare;

import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;

/** Comparisons in the database. */
@ApplicationScoped
class ComparisonStore {

    private final DatabaseTime time;
    private final ComparisonRows rows;

    ComparisonStore(DatabaseTime time, ComparisonRows rows) {
        this.time = time;
        this.rows = rows;
    }

    /** @throws Problem 404 when there is none */
    @Transactional
    BackupComparison get(String id) {
        BackupComparison comparison = BackupComparison.findById(id);
        if (comparison == null) {
            throw Problem.of(404, "comparison-unknown", "No such comparison", "There is no comparison " + id + ".");
        }
        return comparison;
    }

    /** @throws Problem 404 when there is none, 409 while it is running or when it failed, 410 when its rows are gone */
    @Transactional
    BackupComparison readable(String id) {
        BackupComparison comparison = get(id);
        if (comparison.state != BackupComparison.State.SUCCEEDED) {
            throw Problem.of(
                    409,
                    "comparison-not-done",
                    "The comparison has no result",
                    "It is " + comparison.state + ": see operation " + comparison.operationId + ".");
        }
        if (time.now().isAfter(comparison.expiresAt)) {
            throw Problem.of(
                    410,
                    "comparison-expired",
                    "The comparison has expired",
                    "What differs is customers' content and was kept until " + comparison.expiresAt
                            + " alone. Compare again.");
        }
        return comparison;
    }

    /** Opens a new attempt; what an earlier one left is never looked at again. */
    @Transactional
    BackupComparison beginAttempt(String id) {
        BackupComparison comparison = BackupComparison.findById(id, LockModeType.PESSIMISTIC_WRITE);
        comparison.attempt++;
        comparison.sealingKey = null;
        rows.forget(id);
        return comparison;
    }

    /** False when this attempt is no longer the one that counts. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean succeeded(BackupComparison attempt, String sealingKey, String result, Duration keep) {
        BackupComparison comparison = BackupComparison.findById(attempt.id, LockModeType.PESSIMISTIC_WRITE);
        if (comparison.state != BackupComparison.State.RUNNING || comparison.attempt != attempt.attempt) {
            return false;
        }
        comparison.state = BackupComparison.State.SUCCEEDED;
        comparison.sealingKey = sealingKey;
        comparison.result = result;
        comparison.finishedAt = time.now();
        comparison.expiresAt = comparison.finishedAt.plus(keep);
        return true;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void failed(String id, WorkFailed failure) {
        BackupComparison comparison = BackupComparison.findById(id, LockModeType.PESSIMISTIC_WRITE);
        comparison.state = BackupComparison.State.FAILED;
        comparison.failureCode = failure.code();
        comparison.failureDetail = failure.getMessage();
        comparison.finishedAt = time.now();
        rows.forget(id);
    }
}
