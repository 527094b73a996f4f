package io.reprieve.benchmarks;

/**
 * How much is measured.
 *
 * @param name as it is printed
 * @param chunks of 32,768 events for the sequencer alone and beside it
 * @param ingested events over HTTP
 * @param steadySeconds of calls at a fixed rate
 */
record AuditScale(String name, int chunks, int ingested, int steadySeconds) {
    static final AuditScale QUICK = new AuditScale("quick", 6, 60_000, 10);

    /** About a minute of ingest. */
    static final AuditScale USUAL = new AuditScale("usual", 20, 600_000, 30);

    /** Several minutes of ingest. */
    static final AuditScale FULL = new AuditScale("full", 60, 5_000_000, 60);
}
