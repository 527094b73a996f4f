package io.reprieve.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Turns a draft into the bytes of a CloudEvents 1.0 event whose data follows OCSF. */
final class EventWriter {
    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final Pattern TYPE = Pattern.compile("[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*");
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private EventWriter() {}

    static AuditEvent write(EventDraft draft, String source, String id, long seq, String prev, Instant at) {
        requireWhatTheLogTakes(draft);
        Instant time = at.truncatedTo(ChronoUnit.MICROS);
        ObjectNode event = JSON.createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", source);
        event.put("type", draft.type());
        event.put("subject", draft.subject());
        event.put("time", time.toString());
        event.put("datacontenttype", "application/json");
        putIfPresent(event, "correlationid", draft.correlationId());
        putIfPresent(event, "accountid", draft.accountId());
        event.set("data", data(draft, source, seq, prev, time));
        byte[] bytes = bytes(event);
        if (bytes.length > AuditEvent.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "%s is %d bytes; the log takes %d".formatted(draft.type(), bytes.length, AuditEvent.MAX_BYTES));
        }
        return new AuditEvent(id, draft.type(), draft.subject(), seq, prev, bytes);
    }

    // Refused here, in the transaction of the fact, rather than by the log once the fact is committed.
    private static void requireWhatTheLogTakes(EventDraft draft) {
        if (draft.actor() == null) {
            throw new IllegalArgumentException("an audit event needs an actor: " + draft.type());
        }
        require(TYPE, draft.type(), "type");
        require(NAME, draft.subject(), "subject");
        require(NAME, draft.actor().id(), "actor");
        if (draft.accountId() != null) {
            require(NAME, draft.accountId(), "account");
        }
        if (draft.correlationId() != null) {
            require(NAME, draft.correlationId(), "correlation");
        }
    }

    private static void require(Pattern form, String value, String name) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("the log takes no such " + name + " of an event");
        }
    }

    private static ObjectNode data(EventDraft draft, String source, long seq, String prev, Instant time) {
        boolean success = draft.outcome() == EventDraft.Outcome.SUCCESS;
        Ocsf.Mapping ocsf = Ocsf.of(draft.type());
        ObjectNode data = JSON.createObjectNode();
        data.put("subjectSeq", seq);
        data.put("prev", prev);
        data.put("accountId", draft.accountId());
        data.put("outcome", draft.outcome().name());
        ObjectNode actor = data.putObject("actor");
        actor.putObject("user").put("uid", draft.actor().id());
        actor.put("kind", draft.actor().kind());
        actor.put("client", draft.actor().client());
        data.put("category_uid", ocsf.categoryUid());
        data.put("class_uid", ocsf.classUid());
        data.put("activity_id", ocsf.activityId());
        data.put("activity_name", ocsf.name());
        data.put("type_uid", ocsf.typeUid());
        data.put("severity_id", success ? 1 : 3);
        data.put("status_id", success ? 1 : 2);
        data.put("time", time.toEpochMilli());
        data.putObject("entity").put("uid", draft.subject());
        data.putObject("metadata")
                .put("version", "1.4.0")
                .putObject("product")
                .put("name", source.substring(1))
                .put("vendor_name", "Reprieve");
        putIfPresent(data, "comment", draft.reason());
        data.set("detail", JSON.valueToTree(draft.detail()));
        return data;
    }

    private static void putIfPresent(ObjectNode node, String name, String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static byte[] bytes(ObjectNode event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an audit event's detail is not JSON", e);
        }
    }
}
