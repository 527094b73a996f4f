package io.reprieve.purge.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UndoRateTest {
    @Test
    void twenty_calls_of_one_address_pass_and_those_at_once_after_them_do_not() {
        UndoRate rate = new UndoRate();

        assertThat(IntStream.range(0, 20)).allMatch(call -> rate.allows("192.0.2.1"));
        assertThat(rate.allows("192.0.2.1")).isFalse();
        assertThat(rate.allows("198.51.100.7")).isTrue();
    }
}
