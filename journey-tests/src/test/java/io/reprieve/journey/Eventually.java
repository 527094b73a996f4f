package io.reprieve.journey;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for something that other processes bring about, and tells what it saw last when it does not come. */
final class Eventually {
    private Eventually() {}

    static <T> T of(String what, Duration patience, Supplier<T> look, Predicate<T> reached) {
        Object[] last = new Object[1];
        try {
            return Awaitility.await(what)
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(300))
                    .until(
                            () -> {
                                T seen = look.get();
                                last[0] = seen;
                                return seen;
                            },
                            reached);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "waited " + patience.toSeconds() + " s for " + what + "; last seen: " + last[0], e);
        }
    }
}
