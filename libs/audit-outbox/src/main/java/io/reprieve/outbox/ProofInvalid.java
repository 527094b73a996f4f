package io.reprieve.outbox;

/** What the log handed out does not prove what it should: wrong signature, wrong leaf, wrong path. Stop and look. */
public class ProofInvalid extends RuntimeException {
    public ProofInvalid(String message) {
        super(message);
    }
}
