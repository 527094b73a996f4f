package io.reprieve.backup.archive;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an archive holds and how to read it; {@code docs/archive-format.md} says it field by field.
 *
 * @param format always {@link #FORMAT}
 * @param backupId {@code bkp_…}
 * @param attempt which attempt at it, the folder the parts lie in
 * @param accountId {@code acc_…}
 * @param accountKey the account's key in the product
 * @param epoch the account's epoch when it was exported
 * @param fenced whether the account was fenced then
 * @param createdAt when the manifest was written
 * @param snapshotAt the product database's clock when the rows were read
 * @param serverVersion the PostgreSQL they came from
 * @param settings the session settings that fix the rows' text
 * @param dataMap the data map they were found by
 * @param drift what was live and not accounted for by that data map, and may be missing here
 * @param digests what the content adds up to
 * @param keys the data key, wrapped for each of its holders
 * @param tables in export order; the place in this list is the table's ordinal
 * @param objects every version and delete marker, by key, each key's from the oldest on
 */
public record Manifest(
        String format,
        String backupId,
        String attempt,
        String accountId,
        String accountKey,
        long epoch,
        boolean fenced,
        Instant createdAt,
        Instant snapshotAt,
        String serverVersion,
        Map<String, String> settings,
        UsedDataMap dataMap,
        List<Drift> drift,
        Digests digests,
        List<WrappedKey> keys,
        List<TablePart> tables,
        List<ObjectPart> objects) {

    /** The only format this reader knows. */
    public static final String FORMAT = "reprieve-archive/1";

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    private static final Pattern OBJECT_NAME = Pattern.compile("objects/[0-9]{6,9}");
    private static final ObjectMapper JSON = JsonMapper.builder(SignedManifest.LONG_TEXTS)
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** An archive made before drift was told names none. */
    public Manifest {
        drift = drift == null ? List.of() : List.copyOf(drift);
    }

    /**
     * @param rule what kind of drift, such as {@code table-unaccounted}
     * @param subject the table, column, foreign key or trigger
     * @param message the fact and the way out
     */
    public record Drift(String rule, String subject, String message) {}

    /**
     * @param digest SHA-256, hex
     * @param text the YAML itself
     */
    public record UsedDataMap(String digest, String text) {}

    /**
     * @param content over rows and objects
     * @param rows over all tables
     * @param objects over the objects' histories: keys, sizes, hashes, metadata and tags
     * @param objectVersions over the objects' keys, versions and sizes
     */
    public record Digests(String content, String rows, String objects, String objectVersions) {}

    /**
     * @param shape the table and its columns
     * @param rows how many
     * @param digest keyed digest of the rows
     * @param part where they lie
     */
    public record TablePart(TableShape shape, long rows, String digest, PartRef part) {}

    /**
     * @param object key, version, hash and metadata in the product's bucket
     * @param part where its bytes lie; null for a delete marker, which has none
     */
    public record ObjectPart(ObjectEntry object, PartRef part) {}

    /** @return {@code <backup id>/<attempt>}, what parts and keys are bound to */
    public String archive() {
        return backupId + "/" + attempt;
    }

    /** @return per table of the account's content, what its rows must add up to */
    public List<TableContent> contents() {
        return contents(true);
    }

    /** @return the same for the shared rows that the account's refer to */
    public List<TableContent> references() {
        return contents(false);
    }

    private List<TableContent> contents(boolean content) {
        return tables.stream()
                .filter(t -> t.shape().content() == content)
                .map(t -> new TableContent(t.shape().name(), t.rows(), t.digest()))
                .toList();
    }

    /** @return the objects without their parts */
    public List<ObjectEntry> objectEntries() {
        return objects.stream().map(ObjectPart::object).toList();
    }

    /**
     * @param backupId of the backup
     * @param attempt of the attempt
     * @param name of a part, or {@code manifest.json}
     * @return where it lies in the vault
     */
    public static String vaultKey(String backupId, String attempt, String name) {
        return "backups/" + backupId + "/" + attempt + "/" + name;
    }

    static String tablePart(int ordinal) {
        return String.format("tables/%04d", ordinal);
    }

    static String objectPart(int ordinal) {
        return String.format("objects/%06d", ordinal);
    }

    static int objectOrdinal(PartRef part) {
        return Integer.parseInt(part.name().substring("objects/".length()));
    }

    /** @return the bytes that are signed */
    public byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (IOException e) {
            throw new IllegalStateException("the manifest cannot be written", e);
        }
    }

    /**
     * @param bytes what {@link #toBytes} gave, its signature already checked
     * @return the manifest
     * @throws ArchiveDamaged when it is of another format, or names parts that lie elsewhere than its own do
     */
    public static Manifest parse(byte[] bytes) throws ArchiveDamaged {
        Manifest manifest;
        try {
            manifest = JSON.readValue(bytes, Manifest.class);
        } catch (IOException e) {
            throw new ArchiveDamaged(Damage.MANIFEST_UNREADABLE, "the manifest cannot be read");
        }
        manifest.requireSane();
        return manifest;
    }

    private void requireSane() throws ArchiveDamaged {
        if (!FORMAT.equals(format)) {
            throw new ArchiveDamaged(
                    Damage.MANIFEST_UNREADABLE, "the manifest is of format " + format + ", not " + FORMAT);
        }
        require(backupId != null && PLAIN_NAME.matcher(backupId).matches(), "backupId");
        require(attempt != null && PLAIN_NAME.matcher(attempt).matches(), "attempt");
        require(accountId != null && accountKey != null, "account");
        require(
                keys != null && tables != null && objects != null && digests != null,
                "keys, tables, objects or digests");
        for (int i = 0; i < tables.size(); i++) {
            requirePart(tables.get(i).part(), tablePart(i));
        }
        Set<String> seen = new HashSet<>();
        for (ObjectPart object : objects) {
            if (object.object() != null && object.object().deleteMarker()) {
                require(object.part() == null, "a delete marker that has bytes");
                continue;
            }
            requirePart(
                    object.part(), object.part() == null ? "" : object.part().name());
            String name = object.part().name();
            require(OBJECT_NAME.matcher(name).matches() && seen.add(name), "the name of an object's part");
        }
    }

    private void requirePart(PartRef part, String name) throws ArchiveDamaged {
        require(part != null && part.name() != null && part.key() != null, "the part that should be " + name);
        if (leadsOut(part.name()) || leadsOut(part.key())) {
            throw new ArchiveDamaged(
                    Damage.MANIFEST_PATH,
                    "the manifest names a path that leads out of its archive where " + name + " belongs");
        }
        require(name.equals(part.name()), "the part that should be " + name);
        require(vaultKey(backupId, attempt, name).equals(part.key()), "the key of part " + name);
        require(
                Objects.nonNull(part.versionId()) && part.size() > 0 && part.plainSize() >= 0 && part.sha256() != null,
                "the version, size or hash of part " + name);
    }

    private static boolean leadsOut(String path) {
        return path.startsWith("/") || path.indexOf('\\') >= 0 || ("/" + path + "/").contains("/../");
    }

    private static void require(boolean holds, String what) throws ArchiveDamaged {
        if (!holds) {
            throw new ArchiveDamaged(Damage.MANIFEST_UNREADABLE, "the manifest is wrong about " + what);
        }
    }
}
