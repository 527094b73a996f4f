package io.reprieve.accountdata.report;

/** Told now and then how far a long operation is; never by two threads at once. */
@FunctionalInterface
public interface Progress {

    /** For callers that do not watch. */
    Progress NONE = (done, unit) -> {};

    /**
     * @param done how many so far
     * @param unit what is counted: {@code rows} or {@code objects}
     */
    void report(long done, String unit);

    /**
     * Told once, before the first row, of operations large enough to be watched.
     *
     * @param rows how many there will be, as PostgreSQL's planner guesses
     */
    default void expect(long rows) {}
}
