package io.reprieve.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;

/** JSON whose bytes can be digested and signed: read strictly, written canonically (RFC 8785). */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private Json() {}

    /**
     * Canonical text: members sorted by UTF-16 code units, no white space, numbers as ECMAScript prints them.
     *
     * @throws IllegalArgumentException for what RFC 8785 cannot carry exactly: integers that no double holds, NaN,
     *     infinities, lone surrogates, binary and POJO nodes
     */
    public static String canonical(JsonNode node) {
        StringBuilder out = new StringBuilder();
        CanonicalJson.append(node, out);
        return out.toString();
    }

    /** Canonical text of a record, map or list, by way of {@link #tree}. */
    public static String canonical(Object value) {
        return canonical(tree(value));
    }

    /** UTF-8 bytes of {@link #canonical(JsonNode)}. */
    public static byte[] canonicalBytes(JsonNode node) {
        return canonical(node).getBytes(StandardCharsets.UTF_8);
    }

    /** The value as a JSON tree; instants become RFC 3339 text, durations ISO 8601. */
    public static JsonNode tree(Object value) {
        return value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
    }

    /**
     * Reads exactly one JSON value.
     *
     * @throws IllegalArgumentException when the text is not JSON, names a member twice or goes on after its end
     */
    public static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new IllegalArgumentException("no JSON value");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads one JSON value into a type of ours; unknown members are refused.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static <T> T parse(String text, Class<T> type) {
        try {
            return MAPPER.treeToValue(parse(text), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
