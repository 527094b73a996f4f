package io.reprieve.purge.request;

import io.reprieve.outbox.AuditEvent;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.lifecycle.StateName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What became of each purge, entry by entry, each with the audit event that says the same. */
@ApplicationScoped
public class HistoryStore {
    private final Database database;

    HistoryStore(Database database) {
        this.database = database;
    }

    /** @param from null for the first entry */
    void add(String purgeId, StateName from, StateName to, Cause cause, AuditEvent event) {
        database.update(
                """
                INSERT INTO purge_history (purge_id, number, from_state, to_state, actor_id, actor_kind, reason, event_id,
                                           event_type)
                VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM purge_history WHERE purge_id = ?), ?, ?, ?, ?, ?, ?, ?)
                """,
                purgeId,
                purgeId,
                from,
                to,
                cause.actor().id(),
                cause.actor().kind(),
                cause.reason(),
                event.id(),
                event.type());
    }

    public String newestEventOf(String purgeId) {
        return database.one(
                        "SELECT event_id FROM purge_history WHERE purge_id = ? ORDER BY number DESC LIMIT 1",
                        row -> row.text("event_id"),
                        purgeId)
                .orElseThrow();
    }

    /** Oldest first. */
    List<PurgeView.HistoryEntry> of(String purgeId) {
        return database.list(
                "SELECT * FROM purge_history WHERE purge_id = ? ORDER BY number",
                row -> new PurgeView.HistoryEntry(
                        row.instant("at"),
                        row.text("from_state"),
                        row.text("to_state"),
                        row.text("event_type"),
                        row.text("event_id"),
                        new PurgeView.By(row.text("actor_id"), row.text("actor_kind")),
                        row.text("reason")),
                purgeId);
    }
}
