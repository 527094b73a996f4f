package io.reprieve.purge.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Json;
import io.reprieve.purge.database.Row;
import io.reprieve.purge.guard.PurgeKind;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.lifecycle.StateName;
import java.time.Instant;

/** One purge as the database has it. */
final class PurgeRow {
    static final String SELECT = """
        SELECT p.*, e.round AS evidence_round, r.failure AS round_failure
          FROM purge_request p
          LEFT JOIN evidence e ON e.purge_id = p.id AND e.number = p.evidence_number
          LEFT JOIN purge_round r ON r.purge_id = p.id AND r.round = p.round
        """;

    private PurgeRow() {}

    static PurgeRequest read(Row row) {
        JsonNode asked = row.json("reprieve_asked_by");
        PurgeRequest.Window window = new PurgeRequest.Window(
                row.instant("not_before"), row.instant("execute_by"), row.instant("checked_at"));
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
                state(row, window),
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
                window,
                new PurgeRequest.Act(
                        row.text("executing_event"),
                        row.text("warrant_id"),
                        row.instant("warrant_expires_at"),
                        asked == null ? null : Json.parse(asked.toString(), PurgeRequest.ReprieveAsked.class)),
                row.json("tombstone"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    private static PurgeState state(Row row, PurgeRequest.Window window) {
        Instant expiresAt = row.instant("expires_at");
        return switch (StateName.valueOf(row.text("state"))) {
            case REQUESTED -> new PurgeState.Requested();
            case BACKING_UP -> new PurgeState.BackingUp();
            case AWAITING_APPROVAL -> new PurgeState.AwaitingApproval(expiresAt);
            case COOLING_OFF -> new PurgeState.CoolingOff(window.notBefore(), window.executeBy());
            case HELD -> new PurgeState.Held(expiresAt, startingAgain(row));
            case ERASING -> new PurgeState.Erasing();
            case PURGED -> new PurgeState.Purged();
            case BLOCKED -> new PurgeState.Blocked();
            case DENIED -> new PurgeState.Denied();
            case EXPIRED -> new PurgeState.Expired();
            case REPRIEVED -> new PurgeState.Reprieved();
            case RESTORED -> new PurgeState.Restored();
        };
    }

    /** Its newest round has no evidence yet, and has not failed. */
    private static boolean startingAgain(Row row) {
        Integer evidenceRound = row.integerOrNull("evidence_round");
        return (evidenceRound == null || evidenceRound < row.integer("round")) && row.text("round_failure") == null;
    }
}
