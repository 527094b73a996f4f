package io.reprieve.backup.archive;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.archive.TableShape.Kind;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.order.ExportResult;
import io.reprieve.edge.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A whole archive in a folder, digests and signature included: three tables, two keys with a history between them. */
final class SealedArchive {
    static final String ATTEMPT = "0001-5eed5eed";
    static final String ACCOUNT = "acc_0192f0c1-0000-7000-8000-000000000007";
    static final byte[] DIGEST_SECRET = "the digest secret of the vector.".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final ArchiveKeys keys;
    private final FolderParts parts;
    private final DataKey dataKey;
    final Manifest manifest;

    SealedArchive(Path folder, String backupId, ArchiveKeys keys) throws IOException {
        this.keys = keys;
        this.parts = new FolderParts(folder, backupId + "/" + ATTEMPT);
        this.dataKey = DataKey.random(new SecureRandom());
        ArchiveWriter writer = new ArchiveWriter(parts, dataKey, backupId, ATTEMPT, new SecureRandom());
        ExportResult export = export(writer);
        this.manifest = new Manifest(
                Manifest.FORMAT,
                backupId,
                ATTEMPT,
                ACCOUNT,
                "7",
                3,
                false,
                NOW,
                NOW.minusSeconds(1),
                export.serverVersion(),
                export.settings(),
                new Manifest.UsedDataMap(export.dataMapDigest(), "sources: []"),
                List.of(),
                new Manifest.Digests(
                        export.contentDigest(),
                        export.rowsDigest(),
                        export.objectsDigest(),
                        export.objectVersionsDigest()),
                List.of(
                        keys.keyset().wrap(dataKey, backupId + "/" + ATTEMPT),
                        keys.recovery().wrap(dataKey)),
                writer.tableParts(export.tables()),
                writer.objectParts(export));
        sign(manifest.toBytes());
    }

    /** Puts these bytes in the manifest's place, signed as the service signs. */
    void sign(byte[] bytes) throws IOException {
        Files.write(parts.folder().resolve("manifest.json"), keys.seal(bytes));
    }

    /** Writes a part of this archive whose content is chosen by somebody who has its keys. */
    PartRef forge(String name, byte[] stored) throws IOException {
        String key = Manifest.vaultKey(manifest.backupId(), ATTEMPT, name);
        PartStore.Sink sink = parts.create(key);
        try (OutputStream out = new SealingStream(labelled(sink, name), dataKey, label(name), new SecureRandom())) {
            out.write(stored);
        }
        return new PartRef(name, key, "v1", sink.stored().size(), sink.stored().sha256(), 10);
    }

    private byte[] label(String name) {
        return PartWriter.label(manifest.archive(), name).getBytes(StandardCharsets.UTF_8);
    }

    private OutputStream labelled(PartStore.Sink sink, String name) throws IOException {
        sink.write(label(name));
        return sink;
    }

    DataKey dataKey() {
        return dataKey;
    }

    /** What its parts unpack to, by name. */
    Map<String, byte[]> contents() {
        return contents;
    }

    private ExportResult export(ArchiveWriter writer) throws IOException {
        List<TableShape> shapes = List.of(
                table("public.plans(id)", Kind.REFERENCE, "id", "name"),
                table("public.accounts", Kind.ROWS, "id", "name", "seen_at"),
                table("public.notes", Kind.ROWS, "id", "account_id", "body"));
        List<String> rows = List.of("1\tfree\n", "7\tAldermoor\t2026-11-23 03:00:00+00\n", """
                1\t7\ttab \\t and newline \\n
                2\t7\t\\N
                3\t7\tÆther 🏛
                """);
        writer.tables(shapes);
        List<ExportResult.TableExport> tables = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            byte[] text = rows.get(i).getBytes(StandardCharsets.UTF_8);
            write(writer.table(shapes.get(i)), text, Manifest.tablePart(i));
            tables.add(new ExportResult.TableExport(
                    shapes.get(i), rows.get(i).lines().count(), text.length, digest(shapes.get(i), rows.get(i))));
        }
        List<ObjectEntry> objects = List.of(
                object(writer, "accounts/7/a", "v1", "one", Map.of(), 0),
                marker("accounts/7/a", "v2"),
                object(writer, "accounts/7/a", "v3", "", Map.of("kind", "draft"), 1),
                object(writer, "accounts/7/ünï", "v4", "three", Map.of(), 2));
        String rowsDigest = ContentDigests.rows(tables.stream()
                .filter(t -> t.shape().content())
                .map(ExportResult.TableExport::content)
                .toList());
        String objectsDigest = ContentDigests.objects(objects);
        return new ExportResult(
                NOW,
                tables,
                objects,
                rowsDigest,
                objectsDigest,
                ContentDigests.content(rowsDigest, objectsDigest),
                ContentDigests.objectVersions(
                        objects.stream().map(ObjectEntry::version).toList()),
                Map.of("DateStyle", "ISO, YMD", "TimeZone", "UTC"),
                Sha256.hex("sources: []"),
                "17.6");
    }

    private ObjectEntry object(
            ArchiveWriter writer, String key, String version, String text, Map<String, String> tags, int ordinal)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(
                writer.object(new ObjectVersion(key, version, bytes.length, "e", NOW)),
                bytes,
                Manifest.objectPart(ordinal));
        return new ObjectEntry(
                key,
                version,
                false,
                NOW,
                bytes.length,
                Sha256.hex(bytes),
                "text/plain",
                Map.of("author", "Ada"),
                Map.of(),
                tags,
                null,
                Map.of());
    }

    private static ObjectEntry marker(String key, String version) {
        return new ObjectEntry(key, version, true, NOW, 0, null, null, Map.of(), Map.of(), Map.of(), null, Map.of());
    }

    private void write(OutputStream out, byte[] bytes, String name) throws IOException {
        try (out) {
            out.write(bytes);
        }
        contents.put(name, bytes);
    }

    private static TableShape table(String name, Kind kind, String... columns) {
        List<ColumnShape> shapes = new ArrayList<>();
        for (String column : columns) {
            shapes.add(new ColumnShape(column, "text", column.equals("seen_at")));
        }
        return new TableShape(name, kind, shapes, List.of("id"), List.of());
    }

    /** As docs/archive-format.md says it, and not as the engine does it. */
    private static String digest(TableShape shape, String rows) {
        long covered = shape.columns().stream().filter(c -> !c.volatileColumn()).count();
        BigInteger sum = BigInteger.ZERO;
        for (String line : rows.lines().toList()) {
            String fields = String.join("\t", List.of(line.split("\t", -1)).subList(0, (int) covered));
            byte[] hash = hmac(hmac(DIGEST_SECRET, "reprieve/digest/v1\0" + ACCOUNT), shape.name() + "\0" + fields);
            sum = sum.add(new BigInteger(1, hash)).mod(BigInteger.ONE.shiftLeft(256));
        }
        return String.format("%064x", sum);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
