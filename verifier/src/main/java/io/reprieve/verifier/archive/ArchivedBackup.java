package io.reprieve.verifier.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.verifier.NotProved;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a signed manifest says, once its structure holds.
 *
 * @param manifest all of it
 * @param archive {@code <backup id>/<attempt>}
 * @param tables by their order
 * @param objects versions that have bytes
 */
record ArchivedBackup(JsonNode manifest, String archive, List<TablePart> tables, List<ObjectPart> objects) {
    private static final String FORMAT = "reprieve-archive/1";
    private static final String PLAIN = "[A-Za-z0-9_-]{1,80}";
    private static final String OBJECT_NAME = "objects/[0-9]{6,9}";

    /** A table's rows: how many fields each has, how many there are, where they lie. */
    record TablePart(String table, int columns, long rows, NamedPart part) {}

    /** An object's bytes: what they add up to, where they lie. */
    record ObjectPart(long size, String sha256, NamedPart part) {}

    static ArchivedBackup of(byte[] payload) throws NotProved {
        JsonNode manifest;
        try {
            manifest = Json.MAPPER.readTree(payload);
        } catch (IOException e) {
            throw new NotProved("the manifest is not JSON");
        }
        String format = Json.text(manifest, "format");
        if (!FORMAT.equals(format)) {
            throw new NotProved("the manifest is of format " + NamedPart.printable(format) + ", not " + FORMAT);
        }
        String archive = plain(manifest, "backupId") + "/" + plain(manifest, "attempt");
        return new ArchivedBackup(manifest, archive, tables(manifest, archive), objects(manifest, archive));
    }

    String accountId() {
        return manifest.path("accountId").asText();
    }

    List<NamedPart> parts() {
        List<NamedPart> parts = new ArrayList<>();
        tables.forEach(table -> parts.add(table.part()));
        objects.forEach(object -> parts.add(object.part()));
        return parts;
    }

    private static String plain(JsonNode manifest, String field) throws NotProved {
        String value = Json.text(manifest, field);
        if (!value.matches(PLAIN)) {
            throw new NotProved("the manifest's " + field + " leads out of the archive: " + NamedPart.printable(value));
        }
        return value;
    }

    private static List<TablePart> tables(JsonNode manifest, String archive) throws NotProved {
        List<TablePart> tables = new ArrayList<>();
        for (JsonNode table : Json.list(manifest, "tables")) {
            NamedPart part = NamedPart.of(table.path("part"), archive);
            String place = String.format("tables/%04d", tables.size());
            if (!part.name().equals(place)) {
                throw new NotProved("the manifest names " + part.name() + " where " + place + " belongs");
            }
            JsonNode shape = table.path("shape");
            tables.add(new TablePart(
                    Json.text(shape, "name"), Json.list(shape, "columns").size(), Json.number(table, "rows"), part));
        }
        return tables;
    }

    private static List<ObjectPart> objects(JsonNode manifest, String archive) throws NotProved {
        List<ObjectPart> objects = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode entry : Json.list(manifest, "objects")) {
            JsonNode object = entry.path("object");
            if (object.path("deleteMarker").asBoolean()) {
                if (entry.hasNonNull("part")) {
                    throw new NotProved("the manifest gives bytes to a delete marker");
                }
                continue;
            }
            NamedPart part = NamedPart.of(entry.path("part"), archive);
            if (!part.name().matches(OBJECT_NAME) || !names.add(part.name())) {
                throw new NotProved("the manifest names " + part.name() + " where an object's own part belongs");
            }
            objects.add(new ObjectPart(Json.number(object, "size"), Json.text(object, "sha256"), part));
        }
        return objects;
    }
}
