package io.reprieve.purge.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Json;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.lifecycle.PurgeState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads and writes purge requests; the state itself is written by {@link TransitionPurge} alone. */
@ApplicationScoped
public class PurgeStore {
    private final Database database;

    PurgeStore(Database database) {
        this.database = database;
    }

    public Optional<PurgeRequest> find(String id) {
        return database.one(PurgeRow.SELECT + " WHERE p.id = ?", PurgeRow::read, id);
    }

    /** The request, locked until the transaction ends. */
    public PurgeRequest lock(String id) {
        return database.one(PurgeRow.SELECT + " WHERE p.id = ? FOR UPDATE OF p", PurgeRow::read, id)
                .orElseThrow(() -> new IllegalStateException("no such purge request: " + id));
    }

    /**
     * The request as it was seen, locked until the transaction ends.
     *
     * @throws MovedMeanwhile when it is not as it was seen any more
     */
    public PurgeRequest lockAsSeen(PurgeRequest seen) {
        PurgeRequest locked = lock(seen.id());
        if (locked.version() != seen.version()) {
            throw new MovedMeanwhile(seen.id());
        }
        return locked;
    }

    /** A new request, in state REQUESTED. */
    void insert(NewPurge purge) {
        database.update(
                """
                INSERT INTO purge_request (id, account_id, account_name, account_key, survivor_account_id, kind, reason,
                                           ticket, requester_person, requester_subject, requester_client,
                                           requester_service, request_epoch, key_turned, quorum, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'REQUESTED')
                """,
                purge.id(),
                purge.subject().accountId(),
                purge.subject().accountName(),
                purge.subject().accountKey(),
                purge.subject().survivorAccountId(),
                purge.ask().kind(),
                purge.ask().reason(),
                purge.ask().ticket(),
                purge.ask().requester().personId(),
                purge.ask().requester().subject(),
                purge.ask().requester().client(),
                purge.ask().requester().service(),
                purge.ask().epoch(),
                purge.keyTurned(),
                purge.quorum());
    }

    /** @param keyTurned false for one that is blocked at once and never live */
    public record NewPurge(
            String id, PurgeRequest.Subject subject, PurgeRequest.Ask ask, boolean keyTurned, int quorum) {}

    /** Writes a state; {@link TransitionPurge} alone calls this. A state that {@code leavesNoFence} has ours lifted. */
    void moved(String id, PurgeState next, String why, boolean leavesNoFence) {
        database.update("""
            UPDATE purge_request
               SET state = ?, why = ?, expires_at = ?, execute_by = coalesce(?, execute_by), version = version + 1,
                   updated_at = clock_timestamp(), fence_to_lift = fence_to_lift OR (fence_asked AND ?)
             WHERE id = ?
            """, next.name(), why, expiresAt(next), executeBy(next), leavesNoFence, id);
    }

    /** Something about it changed that whoever decides on it wants to see first. */
    void changed(String id) {
        database.update(
                "UPDATE purge_request SET version = version + 1, updated_at = clock_timestamp() WHERE id = ?", id);
    }

    private static Instant expiresAt(PurgeState state) {
        if (state instanceof PurgeState.AwaitingApproval awaiting) {
            return awaiting.expiresAt();
        }
        return state instanceof PurgeState.Held held ? held.expiresAt() : null;
    }

    private static Instant executeBy(PurgeState state) {
        return state instanceof PurgeState.CoolingOff cooling ? cooling.executeBy() : null;
    }

    /** The latest time at which this purge was looked at. */
    public Instant clockSeen(String id) {
        return database.one("SELECT clock_seen FROM purge_request WHERE id = ?", row -> row.instant("clock_seen"), id)
                .orElseThrow();
    }

    /** This purge was looked at then. */
    public void clockSeen(String id, Instant now) {
        database.update("UPDATE purge_request SET clock_seen = greatest(clock_seen, ?) WHERE id = ?", now, id);
    }

    /** Other purges of the account that could still erase it. */
    public List<String> liveBeside(String accountId, String id) {
        return database.list("""
            SELECT id FROM purge_request
             WHERE account_id = ? AND id <> ? AND key_turned
               AND state IN ('REQUESTED', 'BACKING_UP', 'AWAITING_APPROVAL', 'COOLING_OFF', 'HELD', 'ERASING')
            """, row -> row.text("id"), accountId, id);
    }

    /** Purged ones, those first that were not looked at for longest. */
    public List<PurgeRequest> purged(int limit) {
        return database.list(
                PurgeRow.SELECT
                        + " WHERE p.state = 'PURGED' ORDER BY p.checked_at NULLS FIRST, p.updated_at DESC LIMIT ?",
                PurgeRow::read,
                limit);
    }

    /** Requests with work left but no task to do it. */
    public List<String> withoutTask(String taskName) {
        return database.list("""
            SELECT p.id FROM purge_request p
             WHERE (p.state IN ('REQUESTED', 'BACKING_UP', 'AWAITING_APPROVAL', 'COOLING_OFF', 'HELD', 'ERASING')
                    OR p.fence_to_lift)
               AND NOT EXISTS (SELECT 1 FROM scheduled_tasks t WHERE t.task_name = ? AND t.task_instance = p.id)
            """, row -> row.text("id"), taskName);
    }

    /** Opens a new round: its backup and its approvals are still to come, and no clock runs. */
    public void openRound(String id) {
        database.update("""
            UPDATE purge_request
               SET round = round + 1, version = version + 1, not_before = NULL, checked_at = NULL,
                   executing_event = NULL, updated_at = clock_timestamp()
             WHERE id = ?
            """, id);
    }

    /** From here on the account may be fenced by us. */
    public void fenceAsked(String id) {
        database.update("UPDATE purge_request SET fence_asked = true WHERE id = ?", id);
    }

    public void fenceStands(String id, long epoch, Instant since) {
        database.update("""
            UPDATE purge_request SET fence_epoch = ?, fenced_at = ?, version = version + 1,
                   updated_at = clock_timestamp()
             WHERE id = ?
            """, epoch, since, id);
    }

    public void fenceGone(String id) {
        database.update("""
            UPDATE purge_request SET fence_epoch = NULL, fenced_at = NULL, fence_to_lift = false,
                   version = version + 1, updated_at = clock_timestamp()
             WHERE id = ?
            """, id);
    }

    public void fenceToLift(String id) {
        database.update("UPDATE purge_request SET fence_to_lift = true WHERE id = ? AND fence_asked", id);
    }

    public void clockRuns(String id, Instant notBefore, Instant executeBy) {
        database.update("""
            UPDATE purge_request
               SET not_before = ?, execute_by = ?, version = version + 1, updated_at = clock_timestamp()
             WHERE id = ?
            """, notBefore, executeBy, id);
    }

    /** Why it still is where it is. */
    public void why(String id, String why) {
        database.update("UPDATE purge_request SET why = ? WHERE id = ?", why, id);
    }

    public void checked(String id) {
        database.update("UPDATE purge_request SET checked_at = clock_timestamp() WHERE id = ?", id);
    }

    /** It was looked at, and nothing keeps it from going on. */
    public void undisturbed(String id) {
        database.update("UPDATE purge_request SET checked_at = clock_timestamp(), why = NULL WHERE id = ?", id);
    }

    public void executing(String id, String eventId) {
        database.update("UPDATE purge_request SET executing_event = ? WHERE id = ?", eventId, id);
    }

    public void warrantOut(String id, String warrantId, Instant expiresAt) {
        database.update(
                "UPDATE purge_request SET warrant_id = ?, warrant_expires_at = ? WHERE id = ?",
                warrantId,
                expiresAt,
                id);
    }

    /** No warrant of this purge can erase any more, or one has. */
    public void warrantSettled(String id) {
        database.update("UPDATE purge_request SET warrant_expires_at = NULL WHERE id = ?", id);
    }

    public void reprieveAsked(String id, PurgeRequest.ReprieveAsked asked) {
        database.update(
                "UPDATE purge_request SET reprieve_asked_by = ?, version = version + 1 WHERE id = ?",
                Json.tree(asked),
                id);
    }

    public void tombstone(String id, JsonNode tombstone) {
        database.update("UPDATE purge_request SET tombstone = ? WHERE id = ?", tombstone, id);
    }
}
