package io.reprieve.outbox;

/** The log answered and said no (4xx): asking again without a change will not help. */
public class AuditRefused extends RuntimeException {
    private final int status;

    public AuditRefused(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status of the refusal. */
    public int status() {
        return status;
    }
}
