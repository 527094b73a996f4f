package io.reprieve.purge.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Json;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.database.Row;
import io.reprieve.purge.guard.PurgeKind;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.lifecycle.StateName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads and writes purge requests; the state itself is written by {@link TransitionPurge} alone. */
@ApplicationScoped
public class PurgeStore {
    static final String SELECT = """
            SELECT p.*, e.round AS evidence_round
              FROM purge_request p
              LEFT JOIN evidence e ON e.purge_id = p.id AND e.number = p.evidence_number
            """;

    private final Database database;

    PurgeStore(Database database) {
        this.database = database;
    }

    public Optional<PurgeRequest> find(String id) {
        return database.one(SELECT + " WHERE p.id = ?", PurgeStore::read, id);
    }

    /** The request, locked until the transaction ends. */
    public PurgeRequest lock(String id) {
        return database.one(SELECT + " WHERE p.id = ? FOR UPDATE OF p", PurgeStore::read, id)
                .orElseThrow(() -> new IllegalStateException("no such purge request: " + id));
    }

    /** Other purges of the account that could still erase it. */
    public List<String> liveBeside(String accountId, String id) {
        return database.list("""
                SELECT id FROM purge_request
                 WHERE account_id = ? AND id <> ? AND key_turned
                   AND state IN ('REQUESTED', 'BACKING_UP', 'AWAITING_APPROVAL', 'COOLING_OFF', 'HELD', 'ERASING')
                """, row -> row.text("id"), accountId, id);
    }

    public List<PurgeRequest> purged(int newest) {
        return database.list(
                SELECT + " WHERE p.state = 'PURGED' ORDER BY p.updated_at DESC LIMIT ?", PurgeStore::read, newest);
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
                   SET round = round + 1, version = version + 1, not_before = NULL, execute_by = NULL, checked_at = NULL,
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
                       updated_at = clock_timestamp()
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

    public void warrantAnswered(String id) {
        database.update("UPDATE purge_request SET warrant_expires_at = NULL WHERE id = ?", id);
    }

    public void reprieveAsked(String id, PurgeRequest.ReprieveAsked asked) {
        database.update("UPDATE purge_request SET reprieve_asked_by = ? WHERE id = ?", Json.tree(asked), id);
    }

    public void tombstone(String id, JsonNode tombstone) {
        database.update("UPDATE purge_request SET tombstone = ? WHERE id = ?", tombstone, id);
    }

    static PurgeRequest read(Row row) {
        JsonNode asked = row.json("reprieve_asked_by");
        return new PurgeRequest(
                row.text("id"),
                new PurgeRequest.Subject(
                        row.text("account_id"),
                        row.text("account_name"),
                        row.text("account_key"),
                        row.text("survivor_account_id")),
                new PurgeRequest.Ask(
                        PurgeKind.valueOf(row.text("kind")),
                        row.text("reason"),
                        row.text("ticket"),
                        new PurgeRequest.Requester(
                                row.text("requester_person"),
                                row.text("requester_subject"),
                                row.text("requester_client"),
                                row.flag("requester_service")),
                        row.number("request_epoch")),
                state(StateName.valueOf(row.text("state")), row.instant("expires_at")),
                row.text("why"),
                row.number("version"),
                row.integer("round"),
                row.integer("quorum"),
                row.integerOrNull("evidence_number"),
                row.integerOrNull("evidence_round"),
                new PurgeRequest.Fence(
                        row.flag("fence_asked"),
                        row.numberOrNull("fence_epoch"),
                        row.instant("fenced_at"),
                        row.flag("fence_to_lift")),
                new PurgeRequest.Window(
                        row.instant("not_before"), row.instant("execute_by"), row.instant("checked_at")),
                new PurgeRequest.Act(
                        row.text("executing_event"),
                        row.text("warrant_id"),
                        row.instant("warrant_expires_at"),
                        asked == null ? null : Json.parse(asked.toString(), PurgeRequest.ReprieveAsked.class)),
                row.json("tombstone"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    private static PurgeState state(StateName name, Instant expiresAt) {
        return switch (name) {
            case REQUESTED -> new PurgeState.Requested();
            case BACKING_UP -> new PurgeState.BackingUp();
            case AWAITING_APPROVAL -> new PurgeState.AwaitingApproval(expiresAt);
            case COOLING_OFF -> new PurgeState.CoolingOff();
            case HELD -> new PurgeState.Held(expiresAt);
            case ERASING -> new PurgeState.Erasing();
            case PURGED -> new PurgeState.Purged();
            case BLOCKED -> new PurgeState.Blocked();
            case DENIED -> new PurgeState.Denied();
            case EXPIRED -> new PurgeState.Expired();
            case REPRIEVED -> new PurgeState.Reprieved();
            case RESTORED -> new PurgeState.Restored();
        };
    }
}
