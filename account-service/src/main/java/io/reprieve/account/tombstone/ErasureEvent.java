package io.reprieve.account.tombstone;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Json;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * What the audit event of an erasure says. Its bytes are in the ledger row of the product's own commit, so everything a
 * recovery needs is in here.
 */
public record ErasureEvent(
        String erasureId,
        String purgeRequestId,
        String accountId,
        String accountKey,
        long epoch,
        String kind,
        String backupId,
        String warrantId,
        String contentDigest,
        long rows,
        long objects,
        String objectVersionsDigest,
        String requestedBy,
        List<String> approvedBy,
        Actor actor) {
    /** The type of the event. */
    public static final String TYPE = "account.erased";

    /** The event, an aggregate of its own. */
    public EventDraft draft() {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("purgeRequestId", purgeRequestId);
        detail.put("erasureId", erasureId);
        detail.put("accountKey", accountKey);
        detail.put("epoch", epoch);
        detail.put("kind", kind);
        detail.put("backupId", backupId);
        detail.put("warrantId", warrantId);
        detail.put("contentDigest", contentDigest);
        detail.put("rows", rows);
        detail.put("objects", objects);
        detail.put("objectVersionsDigest", objectVersionsDigest);
        detail.put("requestedBy", requestedBy);
        detail.put("approvedBy", approvedBy);
        return new EventDraft(
                TYPE,
                erasureId,
                accountId,
                purgeRequestId,
                new EventActor(actor.id(), actor.kind(), actor.clientId()),
                EventDraft.Outcome.SUCCESS,
                null,
                detail);
    }

    /** Reads the event back from the bytes in a ledger row. */
    static ErasureEvent read(byte[] bytes) {
        JsonNode event = Json.parse(new String(bytes, StandardCharsets.UTF_8));
        JsonNode data = event.required("data");
        JsonNode detail = data.required("detail");
        JsonNode actor = data.required("actor");
        return new ErasureEvent(
                text(detail, "erasureId"),
                text(detail, "purgeRequestId"),
                text(event, "accountid"),
                text(detail, "accountKey"),
                detail.required("epoch").longValue(),
                text(detail, "kind"),
                text(detail, "backupId"),
                text(detail, "warrantId"),
                text(detail, "contentDigest"),
                detail.required("rows").longValue(),
                detail.required("objects").longValue(),
                text(detail, "objectVersionsDigest"),
                text(detail, "requestedBy"),
                StreamSupport.stream(detail.required("approvedBy").spliterator(), false)
                        .map(JsonNode::textValue)
                        .toList(),
                new Actor(
                        text(actor.required("user"), "uid"),
                        text(actor, "kind"),
                        actor.path("client").textValue()));
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).textValue();
    }
}
