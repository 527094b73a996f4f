package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupRefusalTest {
    @TempDir
    Path dir;

    @Test
    void everything_that_is_wrong_is_named_at_once() {
        assertThatThrownBy(() -> StartupRefusal.collect(false)
                        .present("REPRIEVE_DB_URL", Optional.empty())
                        .file("REPRIEVE_SIGNING_KEY", Optional.of(dir + "/none.pem"))
                        .atLeastOneDay("REPRIEVE_COOLING_OFF", Duration.ofHours(23))
                        .requireOutsideLocal(false, "REPRIEVE_OIDC_URL", "is plain http")
                        .orRefuse())
                .isInstanceOf(StartupRefusal.UnsafeConfiguration.class)
                .hasMessageContainingAll(
                        "REPRIEVE_DB_URL", "REPRIEVE_SIGNING_KEY", "REPRIEVE_COOLING_OFF", "P1D", "REPRIEVE_OIDC_URL");
    }

    @Test
    void a_day_is_enough() {
        assertThatCode(() -> StartupRefusal.collect(false)
                        .atLeastOneDay("REPRIEVE_RETENTION", Duration.ofDays(1))
                        .orRefuse())
                .doesNotThrowAnyException();
    }

    @Test
    void the_local_profile_may_wait_seconds_but_not_less_than_nothing() throws IOException {
        Path key = Files.writeString(dir.resolve("key.pem"), "x");
        assertThatCode(() -> StartupRefusal.collect(true)
                        .atLeastOneDay("REPRIEVE_COOLING_OFF", Duration.ofSeconds(10))
                        .requireOutsideLocal(false, "REPRIEVE_OIDC_URL", "is plain http")
                        .file("REPRIEVE_SIGNING_KEY", Optional.of(key.toString()))
                        .orRefuse())
                .doesNotThrowAnyException();
        for (Duration wait : new Duration[] {Duration.ZERO, Duration.ofDays(-2), null}) {
            assertThatThrownBy(() -> StartupRefusal.collect(true)
                            .atLeastOneDay("REPRIEVE_COOLING_OFF", wait)
                            .orRefuse())
                    .hasMessageContaining("REPRIEVE_COOLING_OFF");
        }
    }

    @Test
    void a_missing_key_refuses_the_start_in_every_profile() {
        for (boolean local : new boolean[] {true, false}) {
            assertThatThrownBy(() -> StartupRefusal.collect(local)
                            .file("REPRIEVE_SIGNING_KEY", Optional.of(" "))
                            .orRefuse())
                    .hasMessageContaining("REPRIEVE_SIGNING_KEY is not set");
        }
    }
}
