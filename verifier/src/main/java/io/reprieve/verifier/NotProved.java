package io.reprieve.verifier;

/** Something that had to hold does not; the message says what. */
final class NotProved extends Exception {
    NotProved(String message) {
        super(message);
    }
}
