package io.reprieve.account.timeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.account.Sql;
import io.reprieve.edge.Actor;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The account's own record of what happened to it. A fact, its line here and its audit event are one transaction. */
@ApplicationScoped
public class Timeline {
    /** Who did it: a person id or {@code service:<client>}. */
    public record By(String id, String kind) {}

    /** One line of the record. */
    public record Item(
            Instant at,
            String type,
            By actor,
            String purgeRequestId,
            String backupId,
            String restoreId,
            JsonNode detail) {}

    private final Sql sql;
    private final Outbox outbox;
    private final ObjectMapper json;

    Timeline(Sql sql, Outbox outbox, ObjectMapper json) {
        this.sql = sql;
        this.outbox = outbox;
        this.json = json;
    }

    /** Writes the line and the audit event. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(Happening happening) {
        note(happening);
        announce(happening, EventDraft.Outcome.SUCCESS);
    }

    /** Writes the line alone: its audit event is written elsewhere in the same transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(Happening happening) {
        var detail = new LinkedHashMap<String, Object>(happening.detail());
        if (happening.reason() != null) {
            detail.put("reason", happening.reason());
        }
        sql.update(
                """
                INSERT INTO timeline_entry
                    (account_id, type, actor_id, actor_kind, purge_request_id, backup_id, restore_id, detail)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """,
                happening.accountId(),
                happening.type(),
                happening.actor().id(),
                happening.actor().kind(),
                happening.purgeRequestId(),
                happening.backupId(),
                happening.restoreId(),
                text(detail));
    }

    /** Writes the audit event alone, when the line is worded differently. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void announce(Happening happening) {
        announce(happening, EventDraft.Outcome.SUCCESS);
    }

    /** An act that was refused: audit hears of it, the account's own record does not, since nothing happened to it. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void refused(Happening happening) {
        announce(happening, EventDraft.Outcome.FAILURE);
    }

    /** The whole record, oldest first. */
    public List<Item> of(String accountId) {
        return sql.list(
                row -> new Item(
                        Sql.instant(row, "at"),
                        row.getString("type"),
                        new By(row.getString("actor_id"), row.getString("actor_kind")),
                        row.getString("purge_request_id"),
                        row.getString("backup_id"),
                        row.getString("restore_id"),
                        parsed(row.getString("detail"))),
                "SELECT * FROM timeline_entry WHERE account_id = ? ORDER BY id",
                accountId);
    }

    private void announce(Happening happening, EventDraft.Outcome outcome) {
        var detail = new LinkedHashMap<String, Object>(happening.detail());
        put(detail, "purgeRequestId", happening.purgeRequestId());
        put(detail, "backupId", happening.backupId());
        put(detail, "restoreId", happening.restoreId());
        outbox.append(new EventDraft(
                happening.type(),
                happening.accountId(),
                happening.accountId(),
                happening.correlationId(),
                actor(happening.actor()),
                outcome,
                happening.reason(),
                detail));
    }

    /** The same actor, as the audit event names them. */
    public static EventActor actor(Actor actor) {
        return new EventActor(actor.id(), actor.kind(), actor.clientId());
    }

    private static void put(Map<String, Object> detail, String name, String value) {
        if (value != null) {
            detail.put(name, value);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not writable as JSON: " + value.getClass(), e);
        }
    }

    private JsonNode parsed(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database holds no JSON", e);
        }
    }
}
