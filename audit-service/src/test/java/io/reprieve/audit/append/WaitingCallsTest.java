package io.reprieve.audit.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.audit.append.WaitingCalls.Call;
import io.reprieve.audit.log.Entry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingCallsTest {
    private final WaitingCalls waiting = new WaitingCalls(100, 10);

    @Test
    void all_that_waits_is_taken_together_in_its_order_up_to_the_size_of_a_batch() throws Exception {
        Call first = call(4, 10);
        Call second = call(6, 10);
        Call third = call(1, 10);
        for (Call call : List.of(first, second, third)) {
            assertThat(waiting.offer(call)).isTrue();
        }

        assertThat(waiting.next(Duration.ZERO)).containsExactly(first, second);
        assertThat(waiting.next(Duration.ZERO)).containsExactly(third);
        assertThat(waiting.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void a_call_larger_than_a_batch_is_a_batch_of_its_own() throws Exception {
        Call large = call(25, 10);
        waiting.offer(large);
        waiting.offer(call(1, 10));

        assertThat(waiting.next(Duration.ZERO)).containsExactly(large);
    }

    @Test
    void more_bytes_than_may_wait_are_refused_until_some_were_taken() throws Exception {
        assertThat(waiting.offer(call(1, 60))).isTrue();
        assertThat(waiting.offer(call(1, 60))).isFalse();
        assertThat(waiting.bytes()).isEqualTo(60);

        waiting.next(Duration.ZERO);

        assertThat(waiting.offer(call(1, 60))).isTrue();
    }

    @Test
    void a_call_that_could_never_wait_beside_another_is_taken_when_nothing_else_waits() {
        assertThat(waiting.offer(call(1, 500))).isTrue();
    }

    @Test
    void once_closed_it_hands_out_what_waited_and_takes_in_nothing_more() {
        Call waited = call(1, 10);
        waiting.offer(waited);

        assertThat(waiting.close()).containsExactly(waited);
        assertThat(waiting.offer(call(1, 10))).isFalse();
    }

    private static Call call(int events, long bytes) {
        Entry entry = new Entry("evt", "/a", new byte[0], new byte[32]);
        return new Call(Collections.nCopies(events, entry), bytes, new CompletableFuture<>());
    }
}
