package io.reprieve.purge.facts;

import io.reprieve.purge.database.Database;
import io.reprieve.purge.guard.PurgeFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** What became of a requester's earlier requests. */
@ApplicationScoped
class PastRequests {
    private static final PurgeFacts.PastRequest NONE = new PurgeFacts.PastRequest(null, null, null);

    private final Database database;

    PastRequests(Database database) {
        this.database = database;
    }

    /**
     * As it stood when this request was made, so that what becomes of the other one later voids nothing. Requests that a guard
     * blocked at once do not count: with one of those a record could be washed clean.
     */
    PurgeFacts.PastRequest lastBefore(String personId, String purgeId, Instant at) {
        return database.one(
                        """
                        SELECT r.id, h.to_state AS state, h.reason AS why
                          FROM purge_request r JOIN purge_history h ON h.purge_id = r.id AND h.at < ?
                         WHERE r.requester_person = ? AND r.id <> ? AND r.created_at < ? AND r.key_turned
                         ORDER BY r.created_at DESC, h.number DESC LIMIT 1
                        """,
                        row -> new PurgeFacts.PastRequest(row.text("id"), row.text("state"), row.text("why")),
                        at,
                        personId,
                        purgeId,
                        at)
                .orElse(NONE);
    }
}
