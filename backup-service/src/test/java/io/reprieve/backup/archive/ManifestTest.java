package io.reprieve.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {

    private static final String ID = "bkp_0192f0c1-0000-7000-8000-000000000001";

    private final KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    ManifestTest() throws Exception {}

    @Test
    void a_manifest_survives_the_vault() throws IOException {
        Manifest manifest = new ArchiveFixture(ID, 10).manifest;
        byte[] envelope = SignedManifest.seal(manifest.toBytes(), keys.getPrivate(), "kid");
        assertThat(Manifest.parse(SignedManifest.open(envelope, List.of(keys.getPublic()))))
                .isEqualTo(manifest);
    }

    @Test
    void an_altered_manifest_is_refused() throws IOException {
        String envelope = sealed(new ArchiveFixture(ID, 10).manifest.toBytes());
        String payload = envelope.replaceAll(".*\"payload\":\"([^\"]*)\".*", "$1");
        String altered = new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8)
                .replace("\"rows\":2", "\"rows\":1");
        String forged =
                envelope.replace(payload, Base64.getEncoder().encodeToString(altered.getBytes(StandardCharsets.UTF_8)));
        assertThat(forged).isNotEqualTo(envelope);
        assertThat(damage(forged)).isEqualTo(Damage.MANIFEST_ALTERED);
    }

    @Test
    void a_manifest_signed_by_another_key_is_refused() throws Exception {
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] envelope = SignedManifest.seal(new ArchiveFixture(ID, 10).manifest.toBytes(), other.getPrivate(), "kid");
        assertThat(damage(new String(envelope, StandardCharsets.UTF_8))).isEqualTo(Damage.MANIFEST_ALTERED);
    }

    @Test
    void what_is_no_envelope_is_refused() {
        assertThat(damage("{}")).isEqualTo(Damage.MANIFEST_ALTERED);
        assertThat(damage("<html>")).isEqualTo(Damage.MANIFEST_ALTERED);
    }

    @Test
    void a_manifest_whose_parts_lie_elsewhere_is_refused_though_signed() throws IOException {
        String text = new String(new ArchiveFixture(ID, 10).manifest.toBytes(), StandardCharsets.UTF_8);
        for (String[] change : new String[][] {
            {"backups/" + ID + "/0001-test/tables/0000", "backups/" + ID + "/0001-test/../secrets", "MANIFEST_PATH"},
            {"\"name\":\"objects/000000\"", "\"name\":\"objects/../../etc\"", "MANIFEST_PATH"},
            {"reprieve-archive/1", "reprieve-archive/2", "MANIFEST_UNREADABLE"},
            {"\"attempt\":\"0001-test\"", "\"attempt\":\"..\"", "MANIFEST_UNREADABLE"}
        }) {
            String changed = text.replace(change[0], change[1]);
            assertThat(changed).isNotEqualTo(text);
            ArchiveDamaged found = catchThrowableOfType(
                    ArchiveDamaged.class, () -> Manifest.parse(changed.getBytes(StandardCharsets.UTF_8)));
            assertThat(found.damage()).as(change[1]).isEqualTo(Damage.valueOf(change[2]));
        }
    }

    @Test
    void a_delete_marker_has_no_part_and_everything_else_has_one() throws IOException {
        String text = new String(new ArchiveFixture(ID, 10).manifest.toBytes(), StandardCharsets.UTF_8);
        String part = text.replaceAll(".*(\"part\":\\{\"name\":\"objects/000000\"[^}]*}).*", "$1");
        String marker = text.replace("\"deleteMarker\":false", "\"deleteMarker\":true");

        assertThat(Manifest.parse(bytes(marker.replace(part, "\"part\":null"))).objects())
                .singleElement()
                .satisfies(object -> assertThat(object.object().deleteMarker()).isTrue());
        for (String wrong : new String[] {marker, text.replace(part, "\"part\":null")}) {
            ArchiveDamaged found = catchThrowableOfType(ArchiveDamaged.class, () -> Manifest.parse(bytes(wrong)));
            assertThat(found.damage()).isEqualTo(Damage.MANIFEST_UNREADABLE);
        }
    }

    @Test
    void a_manifest_from_before_histories_is_read() throws IOException {
        Manifest manifest = new ArchiveFixture(ID, 10).manifest;
        String text = new String(manifest.toBytes(), StandardCharsets.UTF_8);
        String older = text.replaceAll(
                        "\"(deleteMarker|lastModified|tags|storageClass|noted)\":(\\{[^}]*}|[a-z]+),?", "")
                .replace(",}", "}");
        assertThat(older).doesNotContain("deleteMarker").doesNotContain("tags");

        assertThat(Manifest.parse(bytes(older))).isEqualTo(manifest);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String sealed(byte[] manifest) {
        return new String(SignedManifest.seal(manifest, keys.getPrivate(), "kid"), StandardCharsets.UTF_8);
    }

    private Damage damage(String envelope) {
        ArchiveDamaged found = catchThrowableOfType(
                ArchiveDamaged.class,
                () -> SignedManifest.open(envelope.getBytes(StandardCharsets.UTF_8), List.of(keys.getPublic())));
        assertThat(found).as("refused").isNotNull();
        return found.damage();
    }
}
