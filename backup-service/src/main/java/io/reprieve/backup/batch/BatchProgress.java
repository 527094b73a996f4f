package io.reprieve.backup.batch;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a batch is.
 *
 * @param rowsDone rows that are live again
 * @param rowsLeft rows of items that wait or run
 * @param began when the first item was; null before
 * @param lastEnded when the last one that ended did; null before
 * @param now the database's time
 */
record BatchProgress(long rowsDone, long rowsLeft, Instant began, Instant lastEnded, Instant now) {

    /** Rows a second since the first item began; null before anything is told by it. */
    Double rowsPerSecond() {
        if (began == null || rowsDone == 0) {
            return null;
        }
        Duration took = Duration.between(began, rowsLeft == 0 && lastEnded != null ? lastEnded : now);
        return took.isZero() ? null : Math.round(rowsDone * 10_000.0 / Math.max(1, took.toMillis())) / 10.0;
    }

    /** Null while there is no rate to tell it by. */
    Long secondsLeft() {
        if (rowsLeft == 0) {
            return 0L;
        }
        Double rate = rowsPerSecond();
        return rate == null || rate == 0 ? null : (long) Math.ceil(rowsLeft / rate);
    }
}
