package io.reprieve.audit.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprieve.audit.stream.FollowTail.Sent;
import io.reprieve.edge.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FollowTailTest {
    private static final Instant LATER = Instant.now().plus(Duration.ofMinutes(5));

    private final FollowTail follow = new FollowTail(new SimpleMeterRegistry());
    private final LongTail tail = new LongTail();

    @Test
    void a_listener_that_does_not_read_costs_one_stretch_and_no_more() {
        Listener slow = new Listener();
        follow.follow(tail, OptionalLong.of(-1), LATER).subscribe().withSubscriber(slow);
        slow.request(2);
        await().until(() -> slow.received.size() == 2);
        int reads = tail.reads.get();
        slow.request(LongTail.STRETCH - 1);
        await().until(() -> slow.received.size() == LongTail.STRETCH + 1);

        assertThat(reads).isEqualTo(1);
        assertThat(tail.reads.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void a_listener_is_greeted_and_then_told_everything_behind_what_it_had_once_and_in_order() {
        Listener listener = new Listener();
        follow.follow(tail, OptionalLong.of(6), LATER).subscribe().withSubscriber(listener);
        listener.request(26);
        await().until(() -> listener.received.size() == 26);

        assertThat(listener.received.get(0).isHeartbeat()).isTrue();
        assertThat(listener.received.get(0).number()).isEqualTo(6);
        assertThat(listener.received.subList(1, 26))
                .extracting(Sent::number)
                .containsExactlyElementsOf(LongStream.range(7, 32).boxed().toList());
    }

    @Test
    void nobody_listens_longer_than_their_token_holds() {
        Listener listener = new Listener();
        follow.follow(tail, OptionalLong.empty(), Instant.now().minusSeconds(1))
                .subscribe()
                .withSubscriber(listener);
        listener.request(10);

        await().until(() -> listener.completed);
        assertThat(listener.received).hasSize(1).allMatch(Sent::isHeartbeat);
    }

    @Test
    void only_so_many_listen_at_a_time_and_who_leaves_makes_room() {
        List<Listener> all = new ArrayList<>();
        for (int i = 0; i < FollowTail.MOST_LISTENERS; i++) {
            Listener listener = new Listener();
            follow.follow(tail, OptionalLong.empty(), LATER).subscribe().withSubscriber(listener);
            all.add(listener);
        }
        assertThatThrownBy(() -> follow.follow(tail, OptionalLong.empty(), LATER))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("streams-exhausted"));

        all.get(0).cancel();

        assertThat(follow.follow(tail, OptionalLong.empty(), LATER)).isNotNull();
    }

    @Test
    void a_listener_to_whom_nothing_happens_hears_within_15_seconds_how_far_they_came() {
        List<Duration> patience = new CopyOnWriteArrayList<>();
        Tail quiet = new Tail() {
            @Override
            public long end() {
                return 1000;
            }

            @Override
            public CompletionStage<Void> arrival(long number, Duration most) {
                patience.add(most);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public Stretch from(long number) {
                return new Stretch(List.of(), number);
            }
        };
        Listener listener = new Listener();
        follow.follow(quiet, OptionalLong.of(6), LATER).subscribe().withSubscriber(listener);
        listener.request(3);

        await().until(() -> listener.received.size() == 3);
        assertThat(listener.received)
                .allMatch(Sent::isHeartbeat)
                .extracting(Sent::number)
                .containsOnly(6L);
        assertThat(patience).isNotEmpty().allMatch(Duration.ofSeconds(15)::equals);
    }

    /** A thousand things, all there already. */
    private static final class LongTail implements Tail {
        static final int STRETCH = 10;
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public long end() {
            return 1000;
        }

        @Override
        public CompletionStage<Void> arrival(long number, Duration most) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Stretch from(long number) {
            reads.incrementAndGet();
            List<Item> items = LongStream.range(number, number + STRETCH)
                    .mapToObj(n -> new Item(n, "thing", "{}"))
                    .toList();
            return new Stretch(items, number + STRETCH);
        }
    }

    private static final class Listener implements Flow.Subscriber<Sent> {
        private final List<Sent> received = new CopyOnWriteArrayList<>();
        private volatile Subscription subscription;
        private volatile boolean completed;

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
        }

        void request(long many) {
            subscription.request(many);
        }

        void cancel() {
            subscription.cancel();
        }

        @Override
        public void onNext(Sent sent) {
            received.add(sent);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}
