package io.reprieve.outbox;

/** The outbox's own database refused; unchecked, so that the caller's transaction rolls back. */
public class OutboxFailure extends RuntimeException {
    public OutboxFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
