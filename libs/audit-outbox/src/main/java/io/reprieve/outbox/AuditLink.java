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
}
