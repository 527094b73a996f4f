package io.reprieve.verifier.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.verifier.NotProved;

/** Fields of JSON that have to be there. */
final class Json {
    // A manifest names every object: hundreds of thousands of them make one string of many megabytes.
    private static final int LONGEST_TEXT = 1 << 30;

    static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private Json() {}

    static String text(JsonNode node, String field) throws NotProved {
        if (!node.path(field).isTextual()) {
            throw new NotProved("the manifest lacks " + field);
        }
        return node.path(field).textValue();
    }

    static long number(JsonNode node, String field) throws NotProved {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new NotProved("the manifest lacks " + field);
        }
        return value.longValue();
    }

    static JsonNode list(JsonNode node, String field) throws NotProved {
        if (!node.path(field).isArray()) {
            throw new NotProved("the manifest lacks its " + field);
        }
        return node.path(field);
    }
}
