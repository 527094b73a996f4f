package io.reprieve.purge.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MomentTest {
    private static final Instant FROM = Instant.parse("2026-11-23T00:00:00Z");

    @Test
    void contacts_are_told_at_the_start_half_way_and_a_day_before() {
        assertThat(Moment.of(FROM, FROM.plus(Duration.ofDays(30))))
                .isEqualTo(Map.of(
                        Moment.START, FROM,
                        Moment.HALF_WAY, Instant.parse("2026-12-08T00:00:00Z"),
                        Moment.DAY_BEFORE, Instant.parse("2026-12-22T00:00:00Z")));
    }

    @Test
    void a_short_wait_has_no_day_before() {
        assertThat(Moment.of(FROM, FROM.plus(Duration.ofDays(2)))).containsOnlyKeys(Moment.START, Moment.HALF_WAY);
        assertThat(Moment.of(FROM, FROM.plus(Duration.ofHours(49)))).containsKey(Moment.DAY_BEFORE);
    }
}
