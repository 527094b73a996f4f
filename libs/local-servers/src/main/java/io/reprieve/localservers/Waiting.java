package io.reprieve.localservers;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something another process does. */
final class Waiting {
    private Waiting() {}

    /** Asks every 50 ms until it holds; false once {@code atMost} has passed. */
    static boolean until(Duration atMost, BooleanSupplier holds) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(50);
        }
        return true;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a server", e);
        }
    }
}
