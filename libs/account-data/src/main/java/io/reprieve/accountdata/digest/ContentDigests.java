package io.reprieve.accountdata.digest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableDifference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The digests of an account's content over what single tables and objects give. */
public final class ContentDigests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ContentDigests() {}

    /** SHA-256 hex of lines {@code table \t rows \t digest \n}, sorted by their UTF-8 bytes. */
    public static String rows(Collection<TableContent> tables) {
        return sorted(tables.stream()
                .map(table -> table.name() + "\t" + table.rows() + "\t" + table.digest() + "\n")
                .toList());
    }

    /**
     * SHA-256 hex of a line an object, sorted: {@code key \t size \t sha256 \t contentType \t metadata \n}, key and content
     * type as JSON strings, metadata as a JSON object with sorted keys. Where a version has headers, tags or a storage class,
     * or its key has a history, {@code \t} and these follow before the {@code \n}, as a JSON object with sorted keys;
     * {@code place} counts the versions and markers of a key from the oldest, 1. A delete marker is
     * {@code key \t deleted \t {"place":n} \n}.
     *
     * @param objects each key's from the oldest on
     */
    public static String objects(Collection<ObjectEntry> objects) {
        Map<String, Long> histories =
                objects.stream().collect(Collectors.groupingBy(ObjectEntry::key, Collectors.counting()));
        Map<String, Integer> places = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (ObjectEntry object : objects) {
            int place = places.merge(object.key(), 1, Integer::sum);
            boolean alone = histories.get(object.key()) == 1 && !object.deleteMarker();
            lines.add(line(object, alone ? 0 : place));
        }
        return sorted(lines);
    }

    private static String line(ObjectEntry object, int place) {
        Map<String, Object> more = new TreeMap<>();
        if (place > 0) {
            more.put("place", place);
        }
        if (object.deleteMarker()) {
            return json(object.key()) + "\tdeleted\t" + json(more) + "\n";
        }
        if (!object.headers().isEmpty()) {
            more.put("headers", new TreeMap<>(object.headers()));
        }
        if (!object.tags().isEmpty()) {
            more.put("tags", new TreeMap<>(object.tags()));
        }
        if (object.storageClass() != null) {
            more.put("storageClass", object.storageClass());
        }
        return json(object.key()) + "\t" + object.size() + "\t" + object.sha256() + "\t" + json(object.contentType())
                + "\t" + json(new TreeMap<>(object.metadata())) + (more.isEmpty() ? "" : "\t" + json(more)) + "\n";
    }

    /**
     * SHA-256 hex of lines {@code key \t versionId \t size \n}, keys as JSON strings, sorted; {@code deleted} stands for the
     * size of a delete marker.
     */
    public static String objectVersions(Collection<ObjectVersion> versions) {
        return sorted(versions.stream()
                .map(version -> json(version.key()) + "\t" + version.versionId() + "\t"
                        + (version.deleteMarker() ? "deleted" : String.valueOf(version.size())) + "\n")
                .toList());
    }

    /** SHA-256 hex of {@code reprieve-content-v1}, the rows digest and the objects digest, a line each. */
    public static String content(String rowsDigest, String objectsDigest) {
        return Digests.sha256Hex("reprieve-content-v1\n" + rowsDigest + "\n" + objectsDigest + "\n");
    }

    /** Which tables of {@code found} are not as {@code expected} says, and which of either are missing in the other. */
    public static List<TableDifference> differences(Collection<TableContent> expected, Collection<TableContent> found) {
        Map<String, TableContent> before = byName(expected);
        Map<String, TableContent> after = byName(found);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<TableDifference> differences = new ArrayList<>();
        for (String name : names) {
            TableContent was = before.get(name);
            TableContent is = after.get(name);
            if (!Objects.equals(was, is)) {
                differences.add(new TableDifference(
                        name,
                        was == null ? -1 : was.rows(),
                        is == null ? -1 : is.rows(),
                        was == null || is == null || !was.digest().equals(is.digest())));
            }
        }
        return differences;
    }

    private static Map<String, TableContent> byName(Collection<TableContent> tables) {
        return tables.stream().collect(Collectors.toMap(TableContent::name, Function.identity()));
    }

    private static String sorted(List<String> lines) {
        // By bytes of UTF-8, which is by code points: Java's own order differs beyond the basic plane.
        MessageDigest digest = Digests.sha256();
        lines.stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .sorted(Arrays::compareUnsigned)
                .forEach(digest::update);
        return Digests.hex(digest.digest());
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and maps of text can be written as JSON", e);
        }
    }
}
