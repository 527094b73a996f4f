package io.reprieve.purge.request;

/** What was decided about a purge was decided about what it was before; look again. */
public final class MovedMeanwhile extends RuntimeException {
    MovedMeanwhile(String id) {
        super(id + " has moved on since it was looked at");
    }
}
