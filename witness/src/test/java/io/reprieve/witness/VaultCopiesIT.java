package io.reprieve.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.localservers.LocalRadosgw;
import io.reprieve.localservers.S3Server;
import io.reprieve.localservers.TestServers;
import java.net.URI;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Copies on an S3 server: one that keeps locks, where the machine has it. */
class VaultCopiesIT {
    private final S3Server server = LocalRadosgw.isInstalled() ? TestServers.radosgw() : TestServers.s3();
    private final KeyPair pair = SmallLog.ed25519();

    @Test
    void a_copy_is_found_by_who_remembers_less_and_cannot_be_removed() throws Exception {
        server.createLockedBucket("vault");
        VaultCopies copies = copies(pair);
        assertThat(copies.larger(-1)).isEmpty();

        copies.put(7, "seven");
        copies.put(12, "twelve");

        assertThat(copies.larger(-1).orElseThrow()).endsWith("/0000000000000000007");
        assertThat(copies.larger(7).orElseThrow())
                .startsWith("audit-checkpoints/test_log/")
                .endsWith("/0000000000000000012");
        assertThat(copies.larger(12)).isEmpty();
        assertThat(copies(SmallLog.ed25519()).larger(-1))
                .as("of another witness")
                .isEmpty();

        if (server.enforcesObjectLock()) {
            try (S3Client s3 = server.client()) {
                var version =
                        s3.listObjectVersions(r -> r.bucket("vault")).versions().get(0);
                assertThatThrownBy(() -> s3.deleteObject(
                                r -> r.bucket("vault").key(version.key()).versionId(version.versionId())))
                        .isInstanceOf(S3Exception.class);
            }
        }
    }

    private VaultCopies copies(KeyPair key) {
        VaultSettings settings = new VaultSettings(
                Optional.of(URI.create(server.endpoint())),
                "vault",
                server.accessKey(),
                server.secretKey(),
                Duration.ofHours(1),
                server.enforcesObjectLock());
        return new VaultCopies(
                settings, SmallLog.ORIGIN, new WitnessKey(key.getPrivate(), key.getPublic()), Clock.systemUTC());
    }
}
