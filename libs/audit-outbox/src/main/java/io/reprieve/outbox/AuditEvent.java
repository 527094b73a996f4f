package io.reprieve.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * One event as it will lie in the log: the exact bytes (one line of JSON, a CloudEvents 1.0 envelope, at most 32 KiB,
 * without a line feed) and what is needed of them to queue it.
 *
 * @param id {@code evt_…}
 * @param subject the aggregate
 * @param subjectSeq number within the aggregate, from 1, without gaps
 * @param prev SHA-256, hex, of the aggregate's previous event's bytes; null for the first
 * @param bytes the leaf
 */
public record AuditEvent(String id, String type, String subject, long subjectSeq, String prev, byte[] bytes) {
    /** The log takes nothing larger. */
    public static final int MAX_BYTES = 32 * 1024;

    public AuditEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(subject, "subject");
        bytes = bytes.clone();
    }

    /** Reads what {@link EventWriter} wrote; refuses anything else with IllegalArgumentException. */
    public static AuditEvent read(byte[] bytes) {
        try {
            JsonNode json = EventWriter.JSON.readTree(bytes);
            JsonNode data = json.path("data");
            if (!json.path("id").isTextual()
                    || !json.path("subject").isTextual()
                    || !data.path("subjectSeq").canConvertToLong()) {
                throw new IllegalArgumentException("not an audit event: id, subject or data.subjectSeq is missing");
            }
            return new AuditEvent(
                    json.path("id").textValue(),
                    json.path("type").textValue(),
                    json.path("subject").textValue(),
                    data.path("subjectSeq").longValue(),
                    data.path("prev").textValue(),
                    bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("not an audit event: not JSON", e);
        }
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** SHA-256, hex, of the bytes: what the next event of the aggregate carries as {@code prev}. */
    public String sha256() {
        return Hashes.sha256Hex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuditEvent that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return type + " " + id + " (" + subject + " #" + subjectSeq + ")";
    }
}
