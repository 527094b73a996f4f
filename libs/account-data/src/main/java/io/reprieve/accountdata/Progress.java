package io.reprieve.accountdata;

/** Told now and then how far a long operation is. */
@FunctionalInterface
public interface Progress {

    /** For callers that do not watch. */
    Progress NONE = (done, unit) -> {};

    /**
     * @param done how many so far
     * @param unit what is counted: {@code rows} or {@code objects}
     */
    void report(long done, String unit);
}
