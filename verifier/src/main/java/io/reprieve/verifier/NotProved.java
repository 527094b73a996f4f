package io.reprieve.verifier;

/** Something that had to hold does not; the message says what. */
public class NotProved extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message the first thing that does not hold */
    public NotProved(String message) {
        super(message);
    }
}
