package io.reprieve.audit.append;

/** A line that is not an event as the log takes it; the message says which rule it breaks. */
public final class InvalidEvent extends Exception {
    public InvalidEvent(String message) {
        super(message);
    }
}
