package io.reprieve.purge.approval;

import io.reprieve.edge.Problem;

/** Keycloak did not say what somebody effectively holds; whoever cannot be known cannot turn a key. */
public final class RolesUnknown extends RuntimeException {
    public RolesUnknown(String reason) {
        super("what this person effectively holds is unknown: " + reason);
    }

    public Problem asProblem() {
        return Problem.of(
                503, "roles-unknown", "Effective roles unknown", "Keycloak could not be asked. Nothing was recorded.");
    }
}
