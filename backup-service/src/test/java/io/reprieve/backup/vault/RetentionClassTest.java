package io.reprieve.backup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.edge.StartupRefusal.UnsafeConfiguration;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionClassTest {

    @Test
    void each_class_has_its_own_retention() {
        VaultConfig config = config("P90D", "P7D", "P14D");
        assertThat(RetentionClass.PURGE.of(config)).isEqualTo(Duration.ofDays(90));
        assertThat(RetentionClass.NIGHTLY.of(config)).isEqualTo(Duration.ofDays(7));
        assertThat(RetentionClass.ON_DEMAND.of(config)).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void none_reaches_beyond_the_longest_lock() {
        assertThatCode(() -> VaultOpening.refuseUnsafe(config("P399D", "P400D", "P400D")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> VaultOpening.refuseUnsafe(config("P400D", "P401D", "P3650D")))
                .isInstanceOf(UnsafeConfiguration.class)
                .hasMessageContaining("REPRIEVE_RETENTION is longer than the longest lock, 400 days")
                .hasMessageContaining("REPRIEVE_RETENTION_NIGHTLY is longer")
                .hasMessageContaining("REPRIEVE_RETENTION_ON_DEMAND is longer");
    }

    @Test
    void outside_of_the_local_profile_none_is_shorter_than_a_day() {
        assertThatThrownBy(() -> VaultOpening.refuseUnsafe(config("PT1H", "PT1H", "P1D")))
                .isInstanceOf(UnsafeConfiguration.class)
                .hasMessageContaining("REPRIEVE_RETENTION is PT1H")
                .hasMessageContaining("REPRIEVE_RETENTION_NIGHTLY is PT1H");
    }

    private static VaultConfig config(String purge, String nightly, String onDemand) {
        return new SmallRyeConfigBuilder()
                .withMapping(VaultConfig.class)
                .withDefaultValues(Map.of(
                        "reprieve.vault.access-key",
                        "writer",
                        "reprieve.vault.secret-key",
                        "secret",
                        "reprieve.vault.bucket",
                        "vault",
                        "reprieve.vault.retention",
                        purge,
                        "reprieve.vault.nightly-retention",
                        nightly,
                        "reprieve.vault.on-demand-retention",
                        onDemand))
                .build()
                .getConfigMapping(VaultConfig.class);
    }
}
