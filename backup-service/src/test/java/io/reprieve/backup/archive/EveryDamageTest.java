package io.reprieve.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import io.reprieve.verifier.NotProved;
import io.reprieve.verifier.PublicKeys;
import io.reprieve.verifier.archive.ArchiveCheck;
import io.reprieve.verifier.archive.KeyHolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each damage is refused, and named, by the service's reader and by the verifier, which share no code. */
class EveryDamageTest {
    private static final String ONE = "bkp_0192f0c1-0000-7000-8000-000000000001";
    private static final String OTHER = "bkp_0192f0c1-0000-7000-8000-000000000002";

    @TempDir
    static Path keyFolder;

    private static ArchiveKeys keys;

    @TempDir
    Path folder;

    private SealedArchive archive;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = new ArchiveKeys(keyFolder);
    }

    @BeforeEach
    void write() throws Exception {
        archive = new SealedArchive(folder, ONE, keys);
    }

    @Test
    void an_archive_as_written_is_whole_for_both_by_either_key_and_by_none() throws Exception {
        readAll();
        for (Optional<KeyHolder> holder : List.of(
                Optional.<KeyHolder>empty(),
                Optional.of(KeyHolder.recovery(keys.file("recovery.key"))),
                Optional.of(KeyHolder.keyset(keys.file("keyset.json"))))) {
            assertThat(ArchiveCheck.of(folder, PublicKeys.allEd25519(keys.file("signing.pub")), holder))
                    .contains(ONE, "3 tables with 5 rows and 3 objects", holder.isPresent() ? "opened;" : "not opened");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tables/0000", "tables/0002", "objects/000000", "objects/000001"})
    void one_flipped_byte_in_any_part_is_found(String part) throws Exception {
        byte[] good = bytes(part);
        int label = PartWriter.label(archive.manifest.archive(), part).length();
        for (int at = label; at < good.length; at++) {
            byte[] flipped = good.clone();
            flipped[at] ^= 1;
            Files.write(folder.resolve(part), flipped);
            assertThat(service()).as("byte %d of %s", at, part).isEqualTo(Damage.PART_ALTERED);
            assertThat(verifier()).isEqualTo(part + " was altered: its SHA-256 is not the manifest's");
        }
    }

    @Test
    void one_flipped_byte_in_the_line_a_part_begins_with_is_found() throws Exception {
        byte[] good = bytes("tables/0001");
        int label = PartWriter.label(archive.manifest.archive(), "tables/0001").length();
        for (int at = 0; at < label; at++) {
            byte[] flipped = good.clone();
            flipped[at] ^= 1;
            Files.write(folder.resolve("tables/0001"), flipped);
            assertThat(service()).isIn(Damage.PART_ALTERED, Damage.PART_SWAPPED, Damage.PART_FOREIGN);
            assertThat(verifier()).startsWith("tables/0001 ");
        }
    }

    @Test
    void a_truncated_part_is_found_wherever_it_ends() throws Exception {
        byte[] good = bytes("tables/0002");
        for (int length = 0; length < good.length; length++) {
            Files.write(folder.resolve("tables/0002"), Arrays.copyOf(good, length));
            assertThat(service()).as("%d bytes", length).isEqualTo(Damage.PART_TRUNCATED);
            assertThat(verifier()).startsWith("tables/0002 is truncated");
        }
    }

    @Test
    void a_missing_part_is_found() throws Exception {
        Files.delete(folder.resolve("objects/000001"));
        assertThat(service()).isEqualTo(Damage.PART_MISSING);
        assertThat(verifier()).isEqualTo("objects/000001 is missing");
    }

    @Test
    void two_parts_in_each_others_place_are_found() throws Exception {
        byte[] one = bytes("tables/0001");
        Files.write(folder.resolve("tables/0001"), bytes("tables/0002"));
        Files.write(folder.resolve("tables/0002"), one);
        assertThat(service()).isEqualTo(Damage.PART_SWAPPED);
        assertThat(verifier()).startsWith("tables/0001 holds another part of this backup");
    }

    @Test
    void a_part_of_another_backup_is_found(@TempDir Path elsewhere) throws Exception {
        new SealedArchive(elsewhere, OTHER, keys);
        Files.write(folder.resolve("tables/0001"), Files.readAllBytes(elsewhere.resolve("tables/0001")));
        assertThat(service()).isEqualTo(Damage.PART_FOREIGN);
        assertThat(verifier())
                .startsWith("tables/0001 holds a part of another backup")
                .contains(OTHER);
    }

    @Test
    void a_manifest_altered_at_any_byte_is_found() throws Exception {
        String good = Files.readString(folder.resolve("manifest.json"));
        byte[] payload = archive.manifest.toBytes();
        for (int at = 0; at < payload.length; at += 7) {
            byte[] flipped = payload.clone();
            flipped[at] ^= 1;
            Files.writeString(folder.resolve("manifest.json"), good.replace(base64(payload), base64(flipped)));
            assertThat(service()).as("byte %d", at).isEqualTo(Damage.MANIFEST_ALTERED);
            assertThat(verifier()).startsWith("the manifest's signature does not hold");
        }
    }

    @Test
    void a_manifest_signed_by_another_key_is_found(@TempDir Path otherKeys) throws Exception {
        Files.write(folder.resolve("manifest.json"), new ArchiveKeys(otherKeys).seal(archive.manifest.toBytes()));
        assertThat(service()).isEqualTo(Damage.MANIFEST_ALTERED);
        assertThat(verifier()).startsWith("the manifest's signature does not hold");
    }

    @Test
    void a_path_that_leads_out_of_the_archive_is_refused_even_when_it_is_signed() throws Exception {
        for (String path : List.of("tables/../../x", "/etc/passwd", "..\\\\x")) {
            archive.sign(payload().replace("tables/0001", path).getBytes(StandardCharsets.UTF_8));
            assertThat(service()).as(path).isEqualTo(Damage.MANIFEST_PATH);
            assertThat(verifier()).startsWith("the manifest names a path that leads out of the archive");
        }
        archive.sign(payload().replace(ONE, "..").getBytes(StandardCharsets.UTF_8));
        assertThat(service()).isEqualTo(Damage.MANIFEST_UNREADABLE);
        assertThat(verifier()).startsWith("the manifest's backupId leads out of the archive");
    }

    @Test
    void a_bomb_is_not_unpacked_beyond_what_the_manifest_says() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 256; i++) {
                out.write(zeros);
            }
        }
        sign(archive.forge("tables/0001", bomb.toByteArray()));
        assertThat(service()).isEqualTo(Damage.PART_BOMB);
        assertThat(verifier())
                .isEqualTo("tables/0001 unpacks to more than the 10 bytes of the manifest: stopped there");
    }

    @Test
    void a_frame_that_asks_for_gigabytes_of_window_is_not_unpacked() throws Exception {
        // Magic number, no content size, a window of 2^30, one raw block of one byte (RFC 8878, 3.1.1).
        byte[] frame = HexFormat.of().parseHex("28b52ffd" + "00" + "a0" + "090000" + "41");
        sign(archive.forge("tables/0001", frame));
        assertThat(service()).isEqualTo(Damage.PART_BOMB);
        assertThat(verifier())
                .isEqualTo("tables/0001 asks for a window of more than 128 MiB to unpack in: not unpacked");
    }

    @Test
    void the_verifier_counts_rows_and_fields_and_adds_digests_up() throws Exception {
        archive.sign(payload().replace("\"rows\":3", "\"rows\":4").getBytes(StandardCharsets.UTF_8));
        assertThat(verifier()).isEqualTo("the manifest's rows digest is not that of what it names");
        sign(archive.forge("tables/0001", Zstd.compress("7\tA\n8\tB\tC".getBytes(StandardCharsets.UTF_8))));
        assertThat(verifier())
                .isEqualTo("tables/0001 (public.accounts): row 1 has 2 fields where the manifest names 3 columns");
        archive.sign(payload().replace("draft", "drift").getBytes(StandardCharsets.UTF_8));
        assertThat(verifier()).isEqualTo("the manifest's objects digest is not that of what it names");
    }

    @Test
    void a_file_that_the_manifest_does_not_name_is_found() throws Exception {
        Files.writeString(folder.resolve("tables/0003"), "smuggled");
        assertThat(verifier()).isEqualTo("the folder holds tables/0003, which the manifest does not name");
    }

    private void sign(PartRef forged) throws IOException {
        PartRef honest = archive.manifest.tables().get(1).part();
        archive.sign(payload()
                .replace(honest.sha256(), forged.sha256())
                .replace(
                        "\"size\":" + honest.size() + ",\"sha256\":\"" + forged.sha256() + "\",\"plainSize\":"
                                + honest.plainSize(),
                        "\"size\":" + forged.size() + ",\"sha256\":\"" + forged.sha256() + "\",\"plainSize\":10")
                .getBytes(StandardCharsets.UTF_8));
    }

    private String payload() {
        return new String(archive.manifest.toBytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String part) throws IOException {
        return Files.readAllBytes(folder.resolve(part));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private Damage service() {
        ArchiveDamaged found = catchThrowableOfType(ArchiveDamaged.class, this::readAll);
        assertThat(found).as("the service refuses it").isNotNull();
        return found.damage();
    }

    private void readAll() throws IOException {
        Manifest manifest = Manifest.parse(SignedManifest.open(
                Files.readAllBytes(folder.resolve("manifest.json")),
                List.of(keys.signing().getPublic())));
        DataKey key =
                keys.keyset().unwrap(manifest.keys().get(0), manifest.archive()).orElseThrow();
        ArchiveReader reader = new ArchiveReader(manifest, key, new FolderParts(folder, manifest.archive()));
        for (var table : reader.tables()) {
            try (InputStream rows = reader.rows(table)) {
                rows.readAllBytes();
            }
        }
        for (ObjectEntry entry : reader.objects()) {
            if (!entry.deleteMarker()) {
                try (InputStream bytes = reader.object(entry)) {
                    bytes.readAllBytes();
                }
            }
        }
    }

    private String verifier() throws IOException {
        NotProved found = catchThrowableOfType(
                NotProved.class,
                () -> ArchiveCheck.of(
                        folder,
                        PublicKeys.allEd25519(keys.file("signing.pub")),
                        Optional.of(KeyHolder.keyset(keys.file("keyset.json")))));
        assertThat(found).as("the verifier refuses it").isNotNull();
        return found.getMessage();
    }
}
