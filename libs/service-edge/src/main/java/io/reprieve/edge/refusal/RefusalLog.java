package io.reprieve.edge.refusal;

/** Where refused calls go on record: the service's way into the audit log. Called within a transaction. */
public interface RefusalLog {
    void refused(RefusalSummary summary);
}
