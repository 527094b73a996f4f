package io.reprieve.backup.archive;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.archive.TableShape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small archive of two tables and one object, written the way an export writes it. */
final class ArchiveFixture {

    static final byte[] USERS = "1\tAda\n2\tGrace\n".getBytes(StandardCharsets.UTF_8);
    static final byte[] PHOTO = "not really a photo".getBytes(StandardCharsets.UTF_8);

    final PartsInMemory parts = new PartsInMemory();
    final DataKey key;
    final Manifest manifest;
    final byte[] documents;

    ArchiveFixture(String backupId, int documentBytes) throws IOException {
        SecureRandom random = new SecureRandom();
        this.key = DataKey.random(random);
        this.documents = incompressible(documentBytes);
        ArchiveWriter writer = new ArchiveWriter(parts, key, backupId, "0001-test", random);
        List<Manifest.TablePart> tables = new ArrayList<>();
        writer.tables(List.of(table("public.users"), table("public.documents")));
        write(writer.table(table("public.documents")), documents);
        write(writer.table(table("public.users")), USERS);
        write(writer.object(new ObjectVersion("accounts/7/photo", "v9", PHOTO.length, "e", Instant.EPOCH)), PHOTO);
        tables.add(new Manifest.TablePart(table("public.users"), 2, "aa", ref(backupId, "tables/0000", USERS.length)));
        tables.add(new Manifest.TablePart(
                table("public.documents"), 1, "bb", ref(backupId, "tables/0001", documents.length)));
        this.manifest = new Manifest(
                Manifest.FORMAT,
                backupId,
                "0001-test",
                "acc_1",
                "7",
                3,
                false,
                Instant.parse("2026-11-23T04:00:00Z"),
                Instant.parse("2026-11-23T03:59:59Z"),
                "17.6",
                Map.of("DateStyle", "ISO, YMD"),
                new Manifest.UsedDataMap("cc", "sources: []"),
                List.of(new Manifest.Drift("table-unaccounted", "public.new", "is not in the data map")),
                new Manifest.Digests("dd", "ee", "ff", "00"),
                List.of(),
                tables,
                List.of(new Manifest.ObjectPart(
                        new ObjectEntry("accounts/7/photo", "v9", PHOTO.length, "11", "image/png", Map.of(), Map.of()),
                        ref(backupId, "objects/000000", PHOTO.length))));
    }

    ArchiveReader reader() {
        return new ArchiveReader(manifest, key, parts);
    }

    byte[] bytes(int table) {
        return parts.stored.get(manifest.tables().get(table).part().key());
    }

    void replace(int table, byte[] bytes) {
        parts.stored.put(manifest.tables().get(table).part().key(), bytes);
    }

    byte[] read(int table) throws IOException {
        ArchiveReader reader = reader();
        try (var in = reader.rows(reader.tables().get(table))) {
            return in.readAllBytes();
        }
    }

    private PartRef ref(String backupId, String name, long plain) throws IOException {
        String at = Manifest.vaultKey(backupId, "0001-test", name);
        PartStore.Sink again = new PartsInMemory().create(at);
        again.write(parts.stored.get(at));
        again.close();
        return new PartRef(name, at, "v1", again.stored().size(), again.stored().sha256(), plain);
    }

    private static TableShape table(String name) {
        return new TableShape(
                name,
                TableShape.Kind.ROWS,
                List.of(new ColumnShape("id", "bigint", false), new ColumnShape("name", "text", false)),
                List.of("id"),
                List.of());
    }

    private static void write(OutputStream out, byte[] bytes) throws IOException {
        try (out) {
            out.write(bytes);
        }
    }

    private static byte[] incompressible(int length) {
        byte[] bytes = new byte[length];
        new java.util.Random(42).nextBytes(bytes);
        return bytes;
    }
}
