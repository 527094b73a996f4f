package io.reprieve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void every_call_is_made_once_and_what_fails_is_no_part_of_the_rate() {
        ConcurrentSkipListSet<Integer> made = new ConcurrentSkipListSet<>();

        Load load = Load.closed(3, 50, i -> made.add(i) && i % 5 != 0);

        assertThat(made).hasSize(50);
        assertThat(load.failed()).isEqualTo(10);
        assertThat(load.millis()).hasSize(50).isSorted();
    }

    @Test
    void a_percentile_is_one_of_the_times_measured() {
        double[] millis = new double[100];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = i + 1;
        }
        Load load = new Load(1, 0, millis);

        assertThat(load.percentile(0.5)).isEqualTo(50);
        assertThat(load.percentile(0.99)).isEqualTo(99);
        assertThat(load.percentile(1)).isEqualTo(100);
    }

    @Test
    void at_a_steady_pace_a_late_answer_counts_from_when_it_was_asked_for() {
        Object oneAtATime = new Object();

        Load load = Load.open(200, 1, i -> {
            synchronized (oneAtATime) {
                long until = System.nanoTime() + 10_000_000;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                return true;
            }
        });

        // 200 calls of 10 ms one after the other take two seconds; the last was due after one.
        assertThat(load.percentile(0.99)).isGreaterThan(500);
        assertThat(load.failed()).isZero();
    }
}
