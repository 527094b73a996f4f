package io.reprieve.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.audit.append.EnvelopeReader;
import io.reprieve.audit.append.InvalidEvent;
import io.reprieve.audit.log.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** An event as purge-service writes it, a field at a time. */
public final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode event = JSON.createObjectNode();
    private final ObjectNode data = JSON.createObjectNode();

    private Events() {
        event.put("specversion", "1.0");
        event.put("id", "evt_" + UUID.randomUUID());
        event.put("source", "/purge-service");
        event.put("type", "purge.requested");
        event.put("subject", "prg_" + UUID.randomUUID());
        event.put("time", "2026-11-23T04:00:00Z");
        event.put("datacontenttype", "application/json");
        data.put("subjectSeq", 1).putNull("prev").put("outcome", "SUCCESS");
        data.putObject("actor").putObject("user").put("uid", "psn_requester");
    }

    public static Events event() {
        return new Events();
    }

    public Events with(String field, String value) {
        event.put(field, value);
        return this;
    }

    Events account(String id) {
        event.put("accountid", id);
        data.put("accountId", id);
        return this;
    }

    Events actor(String id) {
        data.putObject("actor").putObject("user").put("uid", id);
        return this;
    }

    public Events outcome(String outcome) {
        data.put("outcome", outcome);
        return this;
    }

    public Events reason(String text) {
        data.put("comment", text);
        return this;
    }

    public Events detail(String name, String value) {
        data.withObjectProperty("detail").put(name, value);
        return this;
    }

    /** The event of the same aggregate with this number. */
    static Events after(Events before, long number) {
        Events next = event().with("subject", before.subject());
        next.data.put("subjectSeq", number).put("prev", sha256(before.bytes()));
        return next;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public Events detail(String text) {
        data.putObject("detail").put("note", text);
        return this;
    }

    String subject() {
        return event.path("subject").textValue();
    }

    public String id() {
        return event.path("id").textValue();
    }

    /** The line. */
    String line() {
        event.set("data", data);
        return event.toString();
    }

    public byte[] bytes() {
        return line().getBytes(StandardCharsets.UTF_8);
    }

    /** The event as the service takes it in. */
    public Entry entry() {
        try {
            return EnvelopeReader.read(bytes());
        } catch (InvalidEvent e) {
            throw new IllegalStateException(e);
        }
    }
}
