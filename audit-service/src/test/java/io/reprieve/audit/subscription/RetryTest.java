package io.reprieve.audit.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryTest {
    private final Retry retry = new Retry(Duration.ofSeconds(5), Duration.ofHours(2));

    @Test
    void pauses_double_up_to_a_bound_give_or_take_a_half() {
        assertThat(retry.after(1)).isBetween(Duration.ofMillis(2500), Duration.ofMillis(7501));
        assertThat(retry.after(4)).isBetween(Duration.ofSeconds(20), Duration.ofMillis(60_001));
        assertThat(retry.after(12)).isBetween(Duration.ofHours(1), Duration.ofHours(3));
        assertThat(retry.after(1_000_000)).isBetween(Duration.ofHours(1), Duration.ofHours(3));
    }

    @Test
    void two_that_failed_together_do_not_come_back_together() {
        Set<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            pauses.add(retry.after(5));
        }
        assertThat(pauses).hasSizeGreaterThan(50);
    }
}
