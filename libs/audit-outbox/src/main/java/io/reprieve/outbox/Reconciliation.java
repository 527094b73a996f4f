package io.reprieve.outbox;

/** What comparing the outbox with the log came to. */
sealed interface Reconciliation {
    /** Both hold the same up to this size of the log. */
    record Agreed(long size) implements Reconciliation {}

    /** Not the same yet; what the log holds and the relay has not marked explains all of it. */
    record Waiting(int unacknowledged) implements Reconciliation {}

    /** Another replica is at it. */
    record Elsewhere() implements Reconciliation {}

    /**
     * They differ.
     *
     * @param rule {@code entries-differ}; {@code log-behind}: the log is smaller than it was when both agreed; {@code
     *     history-differs}: what both had agreed on is no longer what the log says
     */
    record Differ(String rule, long agreedSize, long logSize, Differences differences) implements Reconciliation {}
}
