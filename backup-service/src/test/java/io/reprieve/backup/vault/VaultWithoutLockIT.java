package io.reprieve.backup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.localservers.TestServers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** A server that takes every request about locks, answers 200 and keeps nothing. */
class VaultWithoutLockIT {

    private static final Duration DAY = Duration.ofDays(1);

    private final Instant now = Instant.now();

    @Test
    void a_server_that_drops_retention_is_found_out() throws IOException {
        try (S3Client s3 = VaultClients.client(TestServers.s3())) {
            new VaultBucket(s3, "vault").makeIfAbsent();
            assertThat(new Vault(s3, "vault", false).probe(now, DAY).enforced()).isFalse();

            VaultUpload tolerated = new Vault(s3, "vault", false).upload("parts/one", now, now.plus(DAY));
            tolerated.write(1);
            tolerated.close();
            assertThat(tolerated.stored().lock().kept()).isFalse();

            VaultUpload refused = new Vault(s3, "vault", true).upload("parts/two", now, now.plus(DAY));
            refused.write(1);
            assertThatThrownBy(refused::close)
                    .isInstanceOf(VaultRefusal.class)
                    .hasMessageContaining("did not keep the lock");
        }
    }
}
