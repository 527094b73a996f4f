package io.reprieve.purge.policy;

import java.time.Duration;

/**
 * The policy in force.
 *
 * @param version part of every evidence digest
 */
public record Policy(
        String version,
        Duration coolingOff,
        Duration approvalWindow,
        Duration executionWindow,
        Duration heldWindow,
        Duration signInMaxAge,
        Duration drillMaxAge,
        Quorum quorum) {

    /** How many approvers: usually, for an account at or above either size, for a service account's request. */
    public record Quorum(int usual, int large, long largeRows, long largeObjects, int service) {

        public int of(long rows, long objects, boolean requestedByService) {
            int bySize = rows >= largeRows || objects >= largeObjects ? large : usual;
            return requestedByService ? Math.max(service, bySize) : bySize;
        }
    }

    static Policy of(String version, PolicyConfig config) {
        return new Policy(
                version,
                config.coolingOff(),
                config.approvalWindow(),
                config.executionWindow(),
                config.heldWindow(),
                config.signInMaxAge(),
                config.drillMaxAge(),
                new Quorum(
                        config.quorum().usual(),
                        config.quorum().large(),
                        config.quorum().largeRows(),
                        config.quorum().largeObjects(),
                        config.quorum().service()));
    }
}
