package io.reprieve.purge.notice;

import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.stream.Stream;

/** Keeps strangers from trying tokens by the thousand. Addresses share buckets by their hash, so that memory is bounded. */
@ApplicationScoped
class UndoRate {
    private static final int BUCKETS = 1024;
    private static final int A_MINUTE = 20;

    private final Bucket[] buckets = Stream.generate(() -> Bucket.builder()
                    .addLimit(limit -> limit.capacity(A_MINUTE).refillGreedy(A_MINUTE, Duration.ofMinutes(1)))
                    .build())
            .limit(BUCKETS)
            .toArray(Bucket[]::new);

    boolean allows(String address) {
        return buckets[Math.floorMod(address.hashCode(), BUCKETS)].tryConsume(1);
    }
}
