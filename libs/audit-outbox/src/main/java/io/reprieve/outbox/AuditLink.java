package io.reprieve.outbox;

import java.util.List;
import java.util.Map;

/** The requests this library makes of the log. */
interface AuditLink {
    /**
     * Appends; all or none.
     *
     * @return index by event id
     * @throws AuditUnavailable no answer, 5xx, 401, 403, 429: the same may pass later
     * @throws AuditRefused the log will not have at least one of these events
     */
    Map<String, Long> append(List<byte[]> events);

    /** The JSON of an event's inclusion proof. */
    byte[] proof(String eventId);

    /** The JSON of the newest checkpoint. */
    byte[] newestCheckpoint();

    /** What the log has counted of this service's entries. */
    Tally tally();

    /** This service's entries from one index on, as many as fit one answer, below another index. */
    Listed entries(long from, long to);

    /**
     * A stretch of the log.
     *
     * @param entries this service's, by index
     * @param upTo where the stretch ends (excluded)
     */
    record Listed(List<LoggedEntry> entries, long upTo) {}
}
