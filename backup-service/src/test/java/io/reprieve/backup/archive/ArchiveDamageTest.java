package io.reprieve.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveDamageTest {

    private static final String ONE = "bkp_0192f0c1-0000-7000-8000-000000000001";
    private static final String OTHER = "bkp_0192f0c1-0000-7000-8000-000000000002";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_000, 65_408, 65_480, 65_481, 200_000})
    void what_was_written_is_what_is_read(int length) throws IOException {
        ArchiveFixture archive = new ArchiveFixture(ONE, length);
        assertThat(archive.read(0)).isEqualTo(ArchiveFixture.USERS);
        assertThat(archive.read(1)).isEqualTo(archive.documents);
        ArchiveReader reader = archive.reader();
        try (var photo = reader.object(reader.objects().get(0))) {
            assertThat(photo.readAllBytes()).isEqualTo(ArchiveFixture.PHOTO);
        }
    }

    @Test
    void a_flipped_byte_anywhere_is_found() throws IOException {
        ArchiveFixture archive = new ArchiveFixture(ONE, 200_000);
        byte[] good = archive.bytes(1);
        int afterLabel = PartWriter.label(ONE + "/0001-test", "tables/0001").length();
        for (int at : new int[] {afterLabel, afterLabel + 5, afterLabel + 35, 70_000, 140_000, good.length - 1}) {
            byte[] flipped = good.clone();
            flipped[at] ^= 1;
            archive.replace(1, flipped);
            assertThat(damage(archive, 1)).as("byte %d", at).isEqualTo(Damage.PART_ALTERED);
        }
    }

    @Test
    void a_byte_too_many_is_found() throws IOException {
        ArchiveFixture archive = new ArchiveFixture(ONE, 100);
        archive.replace(1, Arrays.copyOf(archive.bytes(1), archive.bytes(1).length + 1));
        assertThat(damage(archive, 1)).isEqualTo(Damage.PART_ALTERED);
    }

    @Test
    void a_truncated_part_is_found_even_at_a_segment_boundary() throws IOException {
        ArchiveFixture archive = new ArchiveFixture(ONE, 200_000);
        byte[] good = archive.bytes(1);
        int label = PartWriter.label(ONE + "/0001-test", "tables/0001").length();
        for (int length : new int[] {10, label, label + 20, label + 65_536, label + 2 * 65_536, good.length - 1}) {
            archive.replace(1, Arrays.copyOf(good, length));
            assertThat(damage(archive, 1)).as("%d bytes", length).isEqualTo(Damage.PART_TRUNCATED);
        }
    }

    @Test
    void a_part_in_the_place_of_its_sibling_is_found() throws IOException {
        ArchiveFixture archive = new ArchiveFixture(ONE, 100);
        archive.replace(1, archive.bytes(0));
        assertThat(damage(archive, 1)).isEqualTo(Damage.PART_SWAPPED);
    }

    @Test
    void a_sibling_with_the_right_first_line_is_found_as_well() throws IOException {
        ArchiveFixture archive = new ArchiveFixture(ONE, 100);
        byte[] label =
                PartWriter.label(ONE + "/0001-test", "tables/0001").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ByteArrayOutputStream forged = new ByteArrayOutputStream();
        forged.write(label);
        forged.write(archive.bytes(0), label.length, archive.bytes(0).length - label.length);
        archive.replace(1, forged.toByteArray());
        assertThat(damage(archive, 1)).isIn(Damage.PART_ALTERED, Damage.PART_TRUNCATED);
    }

    @Test
    void a_part_of_another_backup_is_found() throws IOException {
        ArchiveFixture archive = new ArchiveFixture(ONE, 100);
        archive.replace(1, new ArchiveFixture(OTHER, 100).bytes(1));
        assertThat(damage(archive, 1)).isEqualTo(Damage.PART_FOREIGN);
    }

    @Test
    void a_missing_part_is_found() throws IOException {
        ArchiveFixture archive = new ArchiveFixture(ONE, 100);
        archive.parts.stored.clear();
        assertThat(damage(archive, 1)).isEqualTo(Damage.PART_MISSING);
    }

    @Test
    void a_part_that_unpacks_to_more_than_the_manifest_says_is_stopped() throws IOException {
        ArchiveFixture archive = new ArchiveFixture(ONE, 100);
        PartRef honest = archive.manifest.tables().get(1).part();
        PartRef lying = new PartRef(
                honest.name(),
                honest.key(),
                honest.versionId(),
                honest.size(),
                honest.sha256(),
                honest.plainSize() - 1);
        ArchiveDamaged found = catchThrowableOfType(ArchiveDamaged.class, () -> new PartReader(
                        archive.parts.open(honest.key(), "v1"), archive.key, lying, archive.manifest.archive())
                .readAllBytes());
        assertThat(found.damage()).isEqualTo(Damage.PART_BOMB);
    }

    @Test
    void another_data_key_is_told_from_damage() throws IOException {
        ArchiveFixture archive = new ArchiveFixture(ONE, 100);
        ArchiveReader reader =
                new ArchiveReader(archive.manifest, DataKey.random(new java.security.SecureRandom()), archive.parts);
        ArchiveDamaged found = catchThrowableOfType(
                ArchiveDamaged.class, () -> reader.rows(reader.tables().get(0)).readAllBytes());
        assertThat(found.damage()).isEqualTo(Damage.KEY_UNKNOWN);
    }

    private static Damage damage(ArchiveFixture archive, int table) {
        ArchiveDamaged found = catchThrowableOfType(ArchiveDamaged.class, () -> archive.read(table));
        assertThat(found).as("a damaged part is refused").isNotNull();
        return found.damage();
    }
}
