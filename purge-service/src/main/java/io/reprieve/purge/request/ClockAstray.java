package io.reprieve.purge.request;

/** The time cannot be trusted: nothing is executed until it can. */
public final class ClockAstray extends RuntimeException {
    ClockAstray(String message) {
        super(message);
    }
}
