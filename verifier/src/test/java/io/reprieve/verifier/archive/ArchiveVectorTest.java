package io.reprieve.verifier.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.verifier.ReprieveVerify;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive published in docs/, whole and damaged, by the command that people run. */
class ArchiveVectorTest {

    @TempDir
    Path dir;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path folder;

    @BeforeEach
    void unpack() throws IOException {
        JsonNode vector = new ObjectMapper()
                .readTree(Path.of("../docs/archive-vector.json").toFile());
        folder = dir.resolve("archive");
        for (Map.Entry<String, JsonNode> file : vector.path("files").properties()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, Base64.getDecoder().decode(file.getValue().asText()));
        }
        pem("signing.pub", "PUBLIC KEY", vector.path("signingPublicKey").asText());
        pem("recovery.key", "PRIVATE KEY", vector.path("recoveryPrivateKey").asText());
        Files.writeString(dir.resolve("keyset.json"), vector.path("keyset").toString());
    }

    @Test
    void it_is_proved_by_the_public_key_alone_and_opened_by_either_private_one() {
        assertThat(verify()).isZero();
        assertThat(said.toString()).startsWith("proved: ").contains("3 tables with 5 rows and 3 objects", "not opened");
        assertThat(verify("recovery", dir.resolve("recovery.key").toString())).isZero();
        assertThat(verify("keyset", dir.resolve("keyset.json").toString())).isZero();
        assertThat(said.toString()).contains("opened; every row counted");
    }

    @Test
    void one_flipped_byte_anywhere_is_found_by_the_public_key_alone() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] good = Files.readAllBytes(file);
                for (int at = 0; at < good.length; at += file.endsWith("manifest.json") ? 11 : 1) {
                    byte[] flipped = good.clone();
                    flipped[at] ^= 1;
                    Files.write(file, flipped);
                    // Not every byte of an envelope is signed: its key id is a hint.
                    assertThat(verify() == 1 || nothingSigned(good, at))
                            .as("byte %d of %s", at, file)
                            .isTrue();
                }
                Files.write(file, good);
            }
        }
    }

    @Test
    void a_file_too_few_or_too_many_is_found() throws IOException {
        byte[] part = Files.readAllBytes(folder.resolve("objects/000002"));
        Files.write(folder.resolve("objects/000009"), part);
        assertThat(verify()).isEqualTo(1);
        Files.delete(folder.resolve("objects/000009"));
        Files.write(folder.resolve("objects/000002"), Arrays.copyOf(part, part.length - 1));
        assertThat(verify()).isEqualTo(1);
        Files.delete(folder.resolve("objects/000002"));
        assertThat(verify()).isEqualTo(1);
        assertThat(said.toString())
                .contains(
                        "NOT PROVED: the folder holds objects/000009",
                        "NOT PROVED: objects/000002 is truncated",
                        "NOT PROVED: objects/000002 is missing");
        Files.delete(folder.resolve("manifest.json"));
        assertThat(verify()).isEqualTo(1);
        assertThat(said.toString()).contains("an attempt that died, and no backup");
    }

    @Test
    void what_cannot_be_checked_is_not_called_false() {
        assertThat(verify("recovery", dir.resolve("signing.pub").toString())).isEqualTo(2);
        assertThat(verify("spell", "abracadabra")).isEqualTo(2);
    }

    private static boolean nothingSigned(byte[] envelope, int at) {
        String text = new String(envelope, java.nio.charset.StandardCharsets.US_ASCII);
        int keyId = text.indexOf("keyid");
        return at >= keyId && at < text.indexOf("\"sig\"") + 1;
    }

    private int verify(String... holder) {
        String[] command = Stream.concat(
                        Stream.of(
                                "archive",
                                folder.toString(),
                                dir.resolve("signing.pub").toString()),
                        Stream.of(holder))
                .toArray(String[]::new);
        PrintStream out = new PrintStream(said, true);
        return ReprieveVerify.run(command, out, out);
    }

    private void pem(String name, String label, String base64) throws IOException {
        String body = base64.replaceAll("(.{64})", "$1\n");
        Files.writeString(
                dir.resolve(name), "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }
}
