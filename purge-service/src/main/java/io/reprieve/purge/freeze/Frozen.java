package io.reprieve.purge.freeze;

import io.reprieve.edge.Problem;

/** The global stop is on: nothing moves forward, anything may be reprieved or denied. */
public final class Frozen extends RuntimeException {
    public Frozen() {
        super("purges are frozen");
    }

    public Problem asProblem() {
        return Problem.of(
                        409,
                        "frozen",
                        "Purges are frozen",
                        "No purge moves forward until two different people lift the freeze.")
                .allowedActions(java.util.List.of("deny", "reprieve"));
    }
}
