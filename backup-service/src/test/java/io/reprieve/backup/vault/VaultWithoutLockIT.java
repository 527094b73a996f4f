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
            assertThat(new S3Vault(s3, "vault", false).probe(now, DAY).enforced())
                    .isFalse();

            VaultUpload tolerated = new S3Vault(s3, "vault", false).upload("parts/one", now, now.plus(DAY));
            tolerated.write(1);
            tolerated.close();
            assertThat(tolerated.stored().lock().kept()).isFalse();

            VaultUpload refused = new S3Vault(s3, "vault", true).upload("parts/two", now, now.plus(DAY));
            refused.write(1);
            assertThatThrownBy(refused::close)
                    .isInstanceOf(VaultRefusal.class)
                    .hasMessageContaining("did not keep the lock");
        }
    }

    @Test
    void the_start_is_refused_outside_of_the_local_profile_and_says_why() {
        VaultConfig config = VaultClients.config(TestServers.s3(), "vault");
        try (S3Client s3 = VaultClients.client(TestServers.s3())) {
            new VaultBucket(s3, "vault").makeIfAbsent();
        }
        try (Vault vault = VaultOpening.open(config, false)) {
            assertThat(VaultOpening.probed(vault, config, true, now).enforced()).isFalse();
            assertThatThrownBy(() -> VaultOpening.probed(vault, config, false, now))
                    .isInstanceOf(VaultRefusal.class)
                    .hasMessage("REPRIEVE_VAULT_BUCKET does not lock: bucket vault drops the retention a version is"
                            + " written with");
        }
    }
}
