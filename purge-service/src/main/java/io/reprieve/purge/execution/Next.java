package io.reprieve.purge.execution;

import java.time.Duration;

/**
 * When a purge's task is to run again.
 *
 * @param after null: never, there is nothing left to do
 * @param leftAs the purge's version as the step left it; null where it changed nothing, or goes on at once
 */
record Next(Duration after, Long leftAs) {
    static Next done() {
        return new Next(null, null);
    }

    static Next now() {
        return new Next(Duration.ZERO, null);
    }

    static Next in(Duration delay) {
        return new Next(delay.isNegative() ? Duration.ZERO : delay, null);
    }

    /** The step itself moved the purge to this version: it need not be looked at again for that. */
    Next leaving(long version) {
        return new Next(after, version);
    }

    boolean isNow() {
        return Duration.ZERO.equals(after);
    }

    boolean isDone() {
        return after == null;
    }
}
