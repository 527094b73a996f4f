package io.reprieve.audit.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

/**
 * An entry of the log, read from its leaf. The log took it only after holding it against the envelope, so what the
 * envelope demands is there.
 *
 * @param index position in the log, from 0
 * @param leaf exactly the bytes the service wrote
 * @param json the same, parsed
 */
public record LoggedEvent(long index, byte[] leaf, JsonNode json) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /**
     * @throws IllegalStateException when the leaf is not JSON, which the log does not take
     */
    public static LoggedEvent read(long index, byte[] leaf) {
        try {
            return new LoggedEvent(index, leaf, JSON.readTree(leaf));
        } catch (IOException e) {
            throw new IllegalStateException("entry " + index + " is not JSON", e);
        }
    }

    public String id() {
        return text("id");
    }

    public String type() {
        return text("type");
    }

    /** The type's first word: {@code purge} of {@code purge.approved}. */
    public String category() {
        return type().substring(0, type().indexOf('.'));
    }

    public String source() {
        return text("source");
    }

    public String subject() {
        return text("subject");
    }

    /** Number within the aggregate, from 1 without gaps. */
    public long subjectSeq() {
        return json.path("data").path("subjectSeq").longValue();
    }

    /** SHA-256, hex, of the aggregate's previous event; null for its first. */
    public String prev() {
        return json.path("data").path("prev").textValue();
    }

    /** Null when no account is concerned. */
    public String accountId() {
        return text("accountid");
    }

    /** Null when it belongs to no purge or restore. */
    public String correlationId() {
        return text("correlationid");
    }

    /** An opaque person id, or {@code service:<client>}. */
    public String actor() {
        return json.at("/data/actor/user/uid").textValue();
    }

    /** {@code SUCCESS} or {@code FAILURE}. */
    public String outcome() {
        return json.path("data").path("outcome").textValue();
    }

    public Instant time() {
        return Instant.parse(timestamp());
    }

    /** {@link #time} as the service wrote it: RFC 3339, in UTC. */
    public String timestamp() {
        return text("time");
    }

    /** What the person who acted gave as the reason; null when nothing. */
    public String reason() {
        return json.path("data").path("comment").textValue();
    }

    /** A further fact as text; null when the event does not state it. */
    public String detail(String name) {
        JsonNode value = json.path("data").path("detail").path(name);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    /** The leaf as text. */
    public String line() {
        return new String(leaf, StandardCharsets.UTF_8);
    }

    private static final Set<String> MARKS =
            Set.of("actor", "account", "subject", "correlation", "type", "source", "outcome");
    private static final String DETAIL = "detail.";

    /** Whether {@link #mark} knows it. */
    public static boolean isMark(String name) {
        return MARKS.contains(name) || name.startsWith(DETAIL) && name.length() > DETAIL.length();
    }

    /** A mark by its name: actor, account, subject …, or {@code detail.<name>}; null when the event does not state it. */
    public String mark(String name) {
        return switch (name) {
            case "actor" -> actor();
            case "account" -> accountId();
            case "subject" -> subject();
            case "correlation" -> correlationId();
            case "type" -> type();
            case "source" -> source();
            case "outcome" -> outcome();
            default -> detail(name.substring(DETAIL.length()));
        };
    }

    private String text(String member) {
        return json.path(member).textValue();
    }
}
