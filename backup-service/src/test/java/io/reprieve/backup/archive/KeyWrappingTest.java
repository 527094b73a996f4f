package io.reprieve.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyWrappingTest {

    private static final String ARCHIVE = "bkp_1/0001-test";

    @TempDir
    Path dir;

    private final SecureRandom random = new SecureRandom();

    @Test
    void a_data_key_unwraps_for_its_own_archive_only() throws IOException {
        KeysetFile keyset = keyset("kek-1", "kek-1");
        DataKey key = DataKey.random(random);
        WrappedKey wrapped = keyset.wrap(key, ARCHIVE);
        assertThat(keyset.unwrap(wrapped, ARCHIVE).orElseThrow().bytes()).isEqualTo(key.bytes());
        assertThat(keyset.unwrap(wrapped, "bkp_2/0001-test")).isEmpty();
    }

    @Test
    void a_new_primary_key_leaves_old_archives_readable() throws IOException {
        DataKey key = DataKey.random(random);
        Path file = dir.resolve("keyset.json");
        String old = entry("kek-1");
        Files.writeString(file, "{\"primary\":\"kek-1\",\"keys\":[" + old + "]}");
        WrappedKey wrapped = KeysetFile.read(file, random).wrap(key, ARCHIVE);
        Files.writeString(file, "{\"primary\":\"kek-2\",\"keys\":[" + old + "," + entry("kek-2") + "]}");
        KeysetFile rotated = KeysetFile.read(file, random);
        assertThat(rotated.unwrap(wrapped, ARCHIVE).orElseThrow().bytes()).isEqualTo(key.bytes());
        assertThat(rotated.wrap(key, ARCHIVE).keyId()).isEqualTo("kek-2");
    }

    @Test
    void a_keyset_without_its_primary_key_is_refused() {
        assertThatThrownBy(() -> keyset("kek-9", "kek-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("primary");
    }

    @Test
    void openssl_alone_recovers_a_data_key() throws Exception {
        assumeTrue(Path.of("/usr/bin/openssl").toFile().canExecute(), "openssl is not installed: skipped");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072);
        KeyPair pair = generator.generateKeyPair();
        DataKey key = DataKey.random(random);
        WrappedKey wrapped = RecoveryKey.read(
                        pem("public.pem", "PUBLIC KEY", pair.getPublic().getEncoded()))
                .wrap(key);
        Path secret = pem("private.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
        Path in = Files.write(dir.resolve("wrapped"), Base64.getDecoder().decode(wrapped.ciphertext()));
        Path out = dir.resolve("datakey");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "pkeyutl",
                        "-decrypt",
                        "-inkey",
                        secret.toString(),
                        "-in",
                        in.toString(),
                        "-out",
                        out.toString(),
                        "-pkeyopt",
                        "rsa_padding_mode:oaep",
                        "-pkeyopt",
                        "rsa_oaep_md:sha256",
                        "-pkeyopt",
                        "rsa_mgf1_md:sha256")
                .inheritIO()
                .start();
        assertThat(openssl.waitFor()).isZero();
        assertThat(Files.readAllBytes(out)).isEqualTo(key.bytes());
    }

    @Test
    void a_short_recovery_key_is_refused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        Path pem = pem(
                "short.pem",
                "PUBLIC KEY",
                generator.generateKeyPair().getPublic().getEncoded());
        assertThatThrownBy(() -> RecoveryKey.read(pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3072");
    }

    private KeysetFile keyset(String primary, String id) throws IOException {
        Path file = dir.resolve("keyset.json");
        Files.writeString(file, "{\"primary\":\"" + primary + "\",\"keys\":[" + entry(id) + "]}");
        return KeysetFile.read(file, random);
    }

    private String entry(String id) {
        return "{\"id\":\"" + id + "\",\"key\":\""
                + Base64.getEncoder().encodeToString(DataKey.random(random).bytes()) + "\"}";
    }

    private Path pem(String name, String label, byte[] der) throws IOException {
        return Files.writeString(
                dir.resolve(name),
                "-----BEGIN " + label + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }
}
