package io.reprieve.purge.execution;

import java.time.Duration;

/**
 * When a purge's task is to run again.
 *
 * @param after null: never, there is nothing left to do
 */
record Next(Duration after) {
    static Next done() {
        return new Next(null);
    }

    static Next now() {
        return new Next(Duration.ZERO);
    }

    static Next in(Duration delay) {
        return new Next(delay.isNegative() ? Duration.ZERO : delay);
    }

    boolean isNow() {
        return Duration.ZERO.equals(after);
    }

    boolean isDone() {
        return after == null;
    }
}
