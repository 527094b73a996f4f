package io.reprieve.backup.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.edge.Ids;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void turns_are_spread_evenly_over_the_hours_though_ids_follow_each_other() {
        Map<Long, Long> byHour = Stream.generate(() -> Ids.next("acc"))
                .limit(4_000)
                .collect(Collectors.groupingBy(
                        id -> Nights.offset(id, Duration.ofHours(4)).toHours(), Collectors.counting()));
        assertThat(byHour).containsOnlyKeys(0L, 1L, 2L, 3L);
        assertThat(byHour.values()).allSatisfy(turns -> assertThat(turns).isBetween(850L, 1_150L));
    }

    @Test
    void an_account_has_its_turn_at_the_same_time_every_night() {
        String account = Ids.next("acc");
        assertThat(Nights.offset(account, Duration.ofHours(4)))
                .isEqualTo(Nights.offset(account, Duration.ofHours(4)))
                .isLessThan(Duration.ofHours(4));
    }
}
