package io.reprieve.outbox;

/** The log did not answer, or not in time. Nothing is lost: the event waits in the outbox. */
public class AuditUnavailable extends RuntimeException {
    public AuditUnavailable(String message) {
        super(message);
    }

    public AuditUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
