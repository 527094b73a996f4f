package io.reprieve.audit.subscription;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When to try again: twice as late each time up to a bound, by up to half more or less, so that not all come at once. */
final class Retry {
    private static final int DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;

    Retry(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** @param failures how many attempts in a row have failed, from 1 */
    Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, DOUBLINGS);
        long base = doubled <= 0 ? longest.toMillis() : Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(base / 2 + ThreadLocalRandom.current().nextLong(base + 1));
    }
}
