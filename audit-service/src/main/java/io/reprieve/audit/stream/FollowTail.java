package io.reprieve.audit.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprieve.edge.Problem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Follows a tail for one listener, at the listener's pace: the next stretch is read once the last has been written to
 * the socket, so that a slow listener costs one stretch and no more.
 */
@Singleton
public final class FollowTail {
    static final int MOST_LISTENERS = 100;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** What a listener is sent: a thing, or a sign of life that carries how far the listener has come. */
    public record Sent(long number, Tail.Item item) {
        public boolean isHeartbeat() {
            return item == null;
        }
    }

    private record Batch(List<Sent> sent, boolean last) {}

    /** Where one listener is. Touched by one step at a time. */
    private static final class Listener {
        private final Tail tail;
        private final Instant until;
        private long next;
        private boolean greeted;

        Listener(Tail tail, long next, Instant until) {
            this.tail = tail;
            this.next = next;
            this.until = until;
        }

        Uni<Batch> step() {
            Duration left = Duration.between(Instant.now(), until);
            if (left.isNegative() || left.isZero()) {
                return Uni.createFrom().item(new Batch(List.of(heartbeat()), true));
            }
            if (!greeted) {
                // At once, so that the listener knows that it is connected, and from where on it listens.
                greeted = true;
                return Uni.createFrom().item(new Batch(List.of(heartbeat()), false));
            }
            Duration patience = left.compareTo(HEARTBEAT) < 0 ? left : HEARTBEAT;
            return Uni.createFrom()
                    .completionStage(() -> tail.arrival(next, patience))
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .map(told -> read());
        }

        private Batch read() {
            Tail.Stretch stretch = tail.from(next);
            boolean moved = stretch.next() > next;
            next = stretch.next();
            List<Sent> sent = stretch.items().stream()
                    .map(item -> new Sent(item.number(), item))
                    .toList();
            return new Batch(sent.isEmpty() && !moved ? List.of(heartbeat()) : sent, false);
        }

        private Sent heartbeat() {
            return new Sent(next - 1, null);
        }
    }

    private final AtomicInteger listeners;

    FollowTail(MeterRegistry meters) {
        this.listeners = meters.gauge("reprieve.audit.streams", new AtomicInteger());
    }

    /**
     * @param last number of the last thing the listener has had; empty to hear what comes from now on
     * @param until when the listener has to show a fresh token; the stream ends then, and goes on with {@code last}
     * @throws Problem 503 {@code streams-exhausted}
     */
    public Multi<Sent> follow(Tail tail, OptionalLong last, Instant until) {
        long end = tail.end();
        if (listeners.incrementAndGet() > MOST_LISTENERS) {
            listeners.decrementAndGet();
            throw Problem.of(
                    503, "streams-exhausted", "Too many listen already", "Close another stream, or ask again later.");
        }
        long next = last.isPresent() ? Math.min(last.getAsLong() + 1, end) : end;
        Listener listener = new Listener(tail, next, until);
        return Multi.createBy()
                .repeating()
                .uni(() -> listener, Listener::step)
                .whilst(batch -> !batch.last())
                .onItem()
                .transformToMultiAndConcatenate(batch -> Multi.createFrom().iterable(batch.sent()))
                .onTermination()
                .invoke(listeners::decrementAndGet);
    }
}
