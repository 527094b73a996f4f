package io.reprieve.audit.append;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reprieve.audit.log.Entry;
import io.reprieve.audit.tree.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Holds a line against the envelope: CloudEvents 1.0 in JSON (https://github.com/cloudevents/spec), with
 * {@code correlationid} and {@code accountid} as extensions and the aggregate's number and chain in the data. Reads
 * strictly, since the bytes stay for good and every reader must see the same in them.
 */
public final class EnvelopeReader {
    static final int MAX_BYTES = 32 * 1024;
    private static final Predicate<String> TYPE =
            Pattern.compile("[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*").asMatchPredicate();
    private static final Predicate<String> SOURCE =
            Pattern.compile("/[a-z][a-z0-9-]{0,62}").asMatchPredicate();
    // No patterns: most of an event's members are held against these, of thousands of events a second.
    private static final Predicate<String> ID = text -> has(text, "evt_hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh");
    private static final Predicate<String> NAME =
            text -> !text.isEmpty() && text.length() <= 200 && all(text, EnvelopeReader::isVisible);
    private static final Predicate<String> SHA_256 = text -> text.length() == 64 && all(text, EnvelopeReader::isHex);
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final List<String> OUTCOMES = List.of("SUCCESS", "FAILURE");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EnvelopeReader() {}

    /** The event in these bytes, or which rule they break. */
    public static Entry read(byte[] line) throws InvalidEvent {
        if (line.length > MAX_BYTES) {
            throw new InvalidEvent("is " + line.length + " bytes; at most " + MAX_BYTES);
        }
        JsonNode event = parse(line);
        if (!event.isObject() || !event.path("data").isObject()) {
            throw new InvalidEvent("is not a JSON object with an object 'data'");
        }
        JsonNode data = event.path("data");
        if (!"1.0".equals(event.path("specversion").textValue())) {
            throw new InvalidEvent("specversion is not 1.0");
        }
        if (!"application/json".equals(event.path("datacontenttype").textValue())) {
            throw new InvalidEvent("datacontenttype is not application/json");
        }
        String outcome = text(data.path("outcome"), "data.outcome", NAME);
        if (!OUTCOMES.contains(outcome)) {
            throw new InvalidEvent("data.outcome is neither SUCCESS nor FAILURE");
        }
        String accountId = optional(event.path("accountid"), "accountid", NAME);
        String accountIdInData = optional(data.path("accountId"), "data.accountId", NAME);
        if (accountId == null ? accountIdInData != null : !accountId.equals(accountIdInData)) {
            throw new InvalidEvent("accountid and data.accountId differ");
        }
        text(event.path("type"), "type", TYPE);
        text(event.path("subject"), "subject", NAME);
        requirePredecessor(data.path("prev"), sequence(data.path("subjectSeq")));
        text(data.at("/actor/user/uid"), "data.actor.user.uid", NAME);
        optional(event.path("correlationid"), "correlationid", NAME);
        requireTime(event.path("time"));
        return new Entry(
                text(event.path("id"), "id", ID),
                text(event.path("source"), "source", SOURCE),
                line,
                TreeHash.leaf(line));
    }

    private static JsonNode parse(byte[] line) throws InvalidEvent {
        try {
            if (isAscii(line)) {
                return JSON.readTree(line);
            }
            // The parser of bytes takes some sequences for characters that are not UTF-8.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            return JSON.readTree(text);
        } catch (CharacterCodingException e) {
            throw new InvalidEvent("is not UTF-8");
        } catch (IOException e) {
            throw new InvalidEvent("is not one JSON value with each member named once");
        }
    }

    private static String text(JsonNode node, String name, Predicate<String> form) throws InvalidEvent {
        if (!node.isTextual() || !form.test(node.textValue())) {
            throw new InvalidEvent(name + " is missing or malformed");
        }
        return node.textValue();
    }

    private static String optional(JsonNode node, String name, Predicate<String> form) throws InvalidEvent {
        return node.isMissingNode() || node.isNull() ? null : text(node, name, form);
    }

    private static boolean isAscii(byte[] line) {
        for (byte each : line) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean all(String text, IntPredicate which) {
        for (int at = 0; at < text.length(); at++) {
            if (!which.test(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    /** Whether it has this form: {@code h} stands for a hexadecimal digit in lower case, {@code 0} for a decimal one. */
    private static boolean has(String text, String form) {
        if (text.length() != form.length()) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            char found = text.charAt(at);
            boolean fits =
                    switch (form.charAt(at)) {
                        case 'h' -> isHex(found);
                        case '0' -> isDigit(found);
                        default -> found == form.charAt(at);
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVisible(int character) {
        return character > ' ' && character <= '~';
    }

    private static boolean isHex(int character) {
        return isDigit(character) || character >= 'a' && character <= 'f';
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static long sequence(JsonNode node) throws InvalidEvent {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 1) {
            throw new InvalidEvent("data.subjectSeq is not a number from 1");
        }
        return node.longValue();
    }

    private static void requirePredecessor(JsonNode node, long seq) throws InvalidEvent {
        if ((seq == 1) != node.isNull()) {
            throw new InvalidEvent("data.prev is null for the first event of a subject, and for no other");
        }
        optional(node, "data.prev", SHA_256);
    }

    private static void requireTime(JsonNode node) throws InvalidEvent {
        if (isPlainTime(node.asText())) {
            return;
        }
        try {
            Instant time = Instant.parse(node.asText());
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw new InvalidEvent("time lies before 1970 or after 9999, where no search would look for it");
            }
        } catch (DateTimeParseException e) {
            throw new InvalidEvent("time is not an RFC 3339 time in UTC");
        }
    }

    /** A time as the outbox writes it, of a day that every month has; whatever else is a time is parsed to be sure. */
    private static boolean isPlainTime(String text) {
        return has(text, "0000-00-00T00:00:00.000000Z")
                && isBetween(text, 0, 4, 1970, 9999)
                && isBetween(text, 5, 7, 1, 12)
                && isBetween(text, 8, 10, 1, 28)
                && isBetween(text, 11, 13, 0, 23)
                && isBetween(text, 14, 16, 0, 59)
                && isBetween(text, 17, 19, 0, 59);
    }

    private static boolean isBetween(String text, int from, int to, int least, int most) {
        int number = Integer.parseInt(text, from, to, 10);
        return number >= least && number <= most;
    }
}
