package io.reprieve.audit.append;

/** An event id came a second time with other bytes: a bug, or somebody rewriting what was said. */
public final class IdReused extends RuntimeException {
    private final String eventId;

    IdReused(String eventId) {
        super("event " + eventId + " is in the log with other bytes");
        this.eventId = eventId;
    }

    public String eventId() {
        return eventId;
    }
}
