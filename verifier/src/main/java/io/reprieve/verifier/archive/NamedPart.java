package io.reprieve.verifier.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.verifier.NotProved;

/**
 * A part as the manifest names it.
 *
 * @param archive {@code <backup id>/<attempt>}
 * @param name inside the archive's folder, such as {@code tables/0000}
 * @param size stored bytes
 * @param sha256 of the stored bytes, hex
 * @param plainSize bytes once it is unpacked
 */
record NamedPart(String archive, String name, long size, String sha256, long plainSize) {

    static NamedPart of(JsonNode part, String archive) throws NotProved {
        String name = Json.text(part, "name");
        String key = Json.text(part, "key");
        if (escapes(name) || escapes(key)) {
            throw new NotProved("the manifest names a path that leads out of the archive: " + printable(name));
        }
        if (!key.equals("backups/" + archive + "/" + name)) {
            throw new NotProved("the manifest keeps " + printable(name) + " outside of the archive: " + printable(key));
        }
        Json.text(part, "versionId");
        return new NamedPart(
                archive, name, Json.number(part, "size"), Json.text(part, "sha256"), Json.number(part, "plainSize"));
    }

    /** The line its bytes begin with, to which their key is bound. */
    String label() {
        return "reprieve-part/1 " + archive + "/" + name + "\n";
    }

    private static boolean escapes(String path) {
        return path.startsWith("/") || path.indexOf('\\') >= 0 || ("/" + path + "/").contains("/../");
    }

    static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
