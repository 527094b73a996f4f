package io.reprieve.accountdata.order;

/**
 * What became of putting a fence up or down, or of probing it.
 *
 * @param state the outcome
 * @param detail what the database said, without contents; empty when there is nothing to say
 */
public record FenceOutcome(State state, String detail) {

    /** {@code DONE} for on and off; {@code HELD} when the probe's write was refused; the rest prove nothing. */
    public enum State {
        DONE,
        HELD,
        NOT_PROVED,
        NOT_DECLARED
    }
}
