package io.reprieve.verifier.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.verifier.NotProved;
import io.reprieve.verifier.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The digests a manifest claims, added up again from the tables and objects it names. */
final class ContentSums {
    private static final List<String> OF_A_VERSION = List.of("headers", "storageClass", "tags");

    private ContentSums() {}

    static void check(JsonNode manifest) throws NotProved {
        JsonNode claimed = manifest.path("digests");
        try {
            String rows = sorted(tableLines(manifest));
            String objects = sorted(objectLines(manifest));
            require(rows, claimed, "rows");
            require(objects, claimed, "objects");
            require(sorted(versionLines(manifest)), claimed, "objectVersions");
            require(
                    sha256(("reprieve-content-v1\n" + rows + "\n" + objects + "\n").getBytes(StandardCharsets.UTF_8)),
                    claimed,
                    "content");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON can be written as JSON", e);
        }
    }

    private static void require(String found, JsonNode claimed, String name) throws NotProved {
        if (!found.equals(claimed.path(name).asText())) {
            throw new NotProved("the manifest's " + name + " digest is not that of what it names");
        }
    }

    private static List<String> tableLines(JsonNode manifest) {
        List<String> lines = new ArrayList<>();
        for (JsonNode table : manifest.path("tables")) {
            if (!"REFERENCE".equals(table.path("shape").path("kind").asText())) {
                lines.add(table.path("shape").path("name").asText() + "\t"
                        + table.path("rows").asLong() + "\t"
                        + table.path("digest").asText() + "\n");
            }
        }
        return lines;
    }

    private static List<String> versionLines(JsonNode manifest) throws JsonProcessingException {
        List<String> lines = new ArrayList<>();
        for (JsonNode entry : manifest.path("objects")) {
            JsonNode object = entry.path("object");
            boolean deleted = object.path("deleteMarker").asBoolean();
            lines.add(json(object.path("key").asText()) + "\t"
                    + object.path("versionId").asText() + "\t"
                    + (deleted ? "deleted" : String.valueOf(object.path("size").asLong())) + "\n");
        }
        return lines;
    }

    private static List<String> objectLines(JsonNode manifest) throws JsonProcessingException {
        Map<String, Integer> histories = new HashMap<>();
        manifest.path("objects")
                .forEach(entry ->
                        histories.merge(entry.path("object").path("key").asText(), 1, Integer::sum));
        Map<String, Integer> places = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (JsonNode entry : manifest.path("objects")) {
            JsonNode object = entry.path("object");
            String key = object.path("key").asText();
            int place = places.merge(key, 1, Integer::sum);
            boolean deleted = object.path("deleteMarker").asBoolean();
            lines.add(objectLine(object, histories.get(key) == 1 && !deleted ? 0 : place));
        }
        return lines;
    }

    private static String objectLine(JsonNode object, int place) throws JsonProcessingException {
        Map<String, Object> more = new TreeMap<>();
        if (place > 0) {
            more.put("place", place);
        }
        String key = json(object.path("key").asText());
        if (object.path("deleteMarker").asBoolean()) {
            return key + "\tdeleted\t" + json(more) + "\n";
        }
        for (String field : OF_A_VERSION) {
            JsonNode value = object.path(field);
            if (value.isTextual()) {
                more.put(field, value.textValue());
            } else if (value.isObject() && !value.isEmpty()) {
                more.put(field, sortedMap(value));
            }
        }
        return key + "\t" + object.path("size").asLong() + "\t"
                + object.path("sha256").asText() + "\t"
                + (object.hasNonNull("contentType")
                        ? json(object.path("contentType").asText())
                        : "null") + "\t"
                + json(sortedMap(object.path("metadata")))
                + (more.isEmpty() ? "" : "\t" + json(more)) + "\n";
    }

    private static Map<String, Object> sortedMap(JsonNode object) {
        Map<String, Object> map = new TreeMap<>();
        object.properties()
                .forEach(field -> map.put(field.getKey(), field.getValue().asText()));
        return map;
    }

    private static String json(Object value) throws JsonProcessingException {
        return Json.MAPPER.writeValueAsString(value);
    }

    private static String sorted(List<String> lines) {
        MessageDigest digest = Sha256.digest();
        lines.stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .sorted(Arrays::compareUnsigned)
                .forEach(digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
    }
}
