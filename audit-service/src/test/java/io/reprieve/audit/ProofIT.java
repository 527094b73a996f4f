package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.MerkleProofs;
import io.reprieve.verifier.ProofCheck;
import io.reprieve.verifier.PublicKeys;
import io.reprieve.verifier.Verdict;
import io.reprieve.verifier.log.KeptCheckpoints;
import io.reprieve.verifier.log.LogCheck;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What the service proves, checked by the verifier with the public key alone. */
@QuarkusTest
@WithTestResource(AuditServers.class)
class ProofIT {
    @ConfigProperty(name = "reprieve.audit.public-key")
    Path pinned;

    @Test
    void an_entry_is_proved_with_its_exact_bytes_and_stays_proved_as_the_log_grows() throws Exception {
        Events event = event().detail("na\u00efve \"quotes\" \u2028 and spaces  kept");
        long index = Api.append(event);

        for (int growth = 0; growth < 5; growth++) {
            Api.append(event());
            String proof = Api.as("auditor")
                    .get("/api/v1/events/" + event.id() + "/proof")
                    .asString();
            Verdict verdict = ProofCheck.verify(proof, key());
            assertThat(verdict.ok()).as(verdict.message()).isTrue();
            assertThat(verdict.index()).isEqualTo(index);
            assertThat(java.util.Base64.getDecoder().decode(JsonPath.from(proof).getString("leaf")))
                    .isEqualTo(event.bytes());
        }
    }

    @Test
    void a_later_state_is_proved_to_have_grown_out_of_an_earlier_one() {
        JsonPath earlier = latest();
        for (int i = 0; i < 3; i++) {
            Api.append(event());
        }
        JsonPath later = latest();

        JsonPath proof = Api.as("auditor")
                .get("/api/v1/consistency?from=" + earlier.getLong("size") + "&to=" + later.getLong("size"))
                .jsonPath();
        List<byte[]> path = new ArrayList<>();
        proof.getList("path", String.class).forEach(hash -> path.add(hex(hash)));

        assertThat(MerkleProofs.consistent(
                        earlier.getLong("size"),
                        hex(earlier.getString("rootHash")),
                        later.getLong("size"),
                        hex(later.getString("rootHash")),
                        path))
                .isTrue();
    }

    @Test
    void the_checkpoint_is_served_as_a_signed_note() {
        String note = Api.as("auditor")
                .get("/api/v1/checkpoint")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(note).startsWith("reprieve/audit\n").contains("\n\n\u2014 reprieve/audit ");
        assertThat(note).startsWith(latest().getString("note"));
    }

    @Test
    void the_whole_log_can_be_recomputed_from_its_export() throws Exception {
        Api.append(event());
        String note = latest().getString("note");
        byte[] entries = Api.as("auditor").get("/api/v1/events/export").asByteArray();

        Verdict verdict = LogCheck.verify(
                new ByteArrayInputStream(entries), note, LogKeys.of(key()), KeptCheckpoints.none(), Optional.empty());

        assertThat(verdict.ok()).as(verdict.message()).isTrue();
    }

    @Test
    void the_log_is_there_as_tiles_and_bundles_that_hash_to_the_signed_root() throws Exception {
        Api.append("purge-service", lines(300)).then().statusCode(200);
        JsonPath signed = latest();
        long size = signed.getLong("size");
        List<byte[]> leafHashes = new ArrayList<>();
        for (long tile = 0; tile * 256 < size; tile++) {
            long width = Math.min(256, size - tile * 256);
            String place = String.format("%03d", tile) + (width < 256 ? ".p/" + width : "");
            byte[] hashes = immutable("/api/v1/tile/0/" + place);
            byte[] bundle = immutable("/api/v1/tile/entries/" + place);
            List<byte[]> hashed = hashed(bundle);
            assertThat(hashed).hasSize((int) width);
            assertThat(concatenated(hashed)).isEqualTo(hashes);
            leafHashes.addAll(hashed);
        }
        assertThat(HexFormat.of().formatHex(MerkleProofs.root(leafHashes))).isEqualTo(signed.getString("rootHash"));

        long tiles = size / 256;
        byte[] above = immutable("/api/v1/tile/1/000.p/" + tiles);
        assertThat(Arrays.copyOf(above, 32)).isEqualTo(MerkleProofs.root(leafHashes.subList(0, 256)));
        for (String nothing : List.of(
                "0/" + String.format("%03d", tiles),
                "0/" + String.format("%03d", tiles) + ".p/" + (size % 256 + 1),
                "1/000",
                "2/000.p/1",
                "0/0",
                "entries/" + String.format("%03d", tiles),
                "data/000")) {
            Api.as("auditor")
                    .get("/api/v1/tile/" + nothing)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("tile-unknown"));
        }
    }

    @Test
    void entries_come_compressed_to_whoever_asks_for_it_and_hashes_do_not() {
        Api.append("purge-service", lines(300)).then().statusCode(200);
        for (String path : List.of("/api/v1/tile/entries/000", "/api/v1/tile/0/000")) {
            String encoding = Api.as("auditor")
                    .header("Accept-Encoding", "gzip")
                    .get(path)
                    .then()
                    .statusCode(200)
                    .extract()
                    .header("Content-Encoding");
            assertThat(encoding).as(path).isEqualTo(path.contains("entries") ? "gzip" : null);
        }
    }

    private static String[] lines(int count) {
        return Stream.generate(() -> event().line()).limit(count).toArray(String[]::new);
    }

    private static byte[] immutable(String path) {
        return Api.as("auditor")
                .get(path)
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .header("Content-Type", "application/octet-stream")
                .extract()
                .asByteArray();
    }

    private static List<byte[]> hashed(byte[] bundle) {
        List<byte[]> hashes = new ArrayList<>();
        for (ByteBuffer rest = ByteBuffer.wrap(bundle); rest.hasRemaining(); ) {
            byte[] entry = new byte[Short.toUnsignedInt(rest.getShort())];
            rest.get(entry);
            hashes.add(MerkleProofs.leafHash(entry));
        }
        return hashes;
    }

    private static byte[] concatenated(List<byte[]> hashes) {
        ByteBuffer all = ByteBuffer.allocate(hashes.size() * 32);
        hashes.forEach(all::put);
        return all.array();
    }

    @Test
    void what_is_not_there_cannot_be_proved() {
        Api.as("auditor")
                .get("/api/v1/events/" + event().id() + "/proof")
                .then()
                .statusCode(404)
                .body("code", equalTo("event-unknown"));
        Api.as("auditor").get("/api/v1/events/prg_1/proof").then().statusCode(422);
        Api.as("auditor").get("/api/v1/consistency?from=5&to=4").then().statusCode(422);
        Api.as("auditor").get("/api/v1/consistency?from=0&to=99999999").then().statusCode(422);
        Api.as("auditor").get("/api/v1/consistency").then().statusCode(422);
    }

    private static JsonPath latest() {
        return Api.as("auditor").get("/api/v1/checkpoints/latest").jsonPath();
    }

    private PublicKey key() throws Exception {
        return PublicKeys.ed25519(pinned);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
