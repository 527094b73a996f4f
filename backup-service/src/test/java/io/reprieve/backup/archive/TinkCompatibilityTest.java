package io.reprieve.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The segments are Tink's: what is written here opens there, and the other way round. */
class TinkCompatibilityTest {

    private static final byte[] LABEL =
            "reprieve-part/1 bkp_1/0001-test/tables/0000\n".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final DataKey key = DataKey.random(random);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_479, 65_480, 65_481, 131_000, 131_001, 300_000})
    void an_implementation_of_somebody_else_reads_and_writes_the_same(int length) throws Exception {
        AesGcmHkdfStreaming tink = new AesGcmHkdfStreaming(key.bytes(), "HmacSha256", 32, 64 * 1024, 0);
        byte[] plain = new byte[length];
        random.nextBytes(plain);

        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        try (SealingStream seal = new SealingStream(ours, key, LABEL, random)) {
            seal.write(plain);
        }
        try (var opened = tink.newDecryptingStream(new ByteArrayInputStream(ours.toByteArray()), LABEL)) {
            assertThat(opened.readAllBytes()).isEqualTo(plain);
        }

        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        try (var seal = tink.newEncryptingStream(theirs, LABEL)) {
            seal.write(plain);
        }
        try (var opened = new OpeningStream(new ByteArrayInputStream(theirs.toByteArray()), key, LABEL)) {
            assertThat(opened.readAllBytes()).isEqualTo(plain);
        }
    }
}
