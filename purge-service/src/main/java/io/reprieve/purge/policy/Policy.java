package io.reprieve.purge.policy;

import java.time.Duration;
import java.util.List;

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
        Quorum quorum,
        Approver approver) {

    /**
     * How many approvers: usually; for an account at or above either size, or still in use; for a service account's
     * request.
     *
     * @param groups one approver from each; nobody stands for two of them
     */
    public record Quorum(int usual, int large, long largeRows, long largeObjects, int service, List<String> groups) {

        public Quorum {
            groups = List.copyOf(groups);
        }

        /** For one account: what is not known counts as large. */
        public int of(Subject subject) {
            int bySize = subject.size() == null || isLarge(subject) ? large : usual;
            int byRequester = subject.requestedByService() ? service : 1;
            return Math.max(Math.max(bySize, byRequester), groups.size());
        }

        private boolean isLarge(Subject subject) {
            return subject.size().rows() >= largeRows
                    || subject.size().objects() >= largeObjects
                    || subject.recentlyActive();
        }
    }

    /**
     * What a quorum depends on.
     *
     * @param size null when it is not known
     */
    public record Subject(Size size, boolean recentlyActive, boolean requestedByService) {}

    public record Size(long rows, long objects) {}

    /**
     * Who counts as an approver beside the role.
     *
     * @param accountAge how long ago an approver's user was created, at the least
     * @param otherDepartment whether approver and requester have to be of different departments
     * @param acr sign-ins that are strong enough (OpenID Connect {@code acr}); empty: any
     */
    public record Approver(Duration accountAge, boolean otherDepartment, List<String> acr) {

        public Approver {
            acr = List.copyOf(acr);
        }
    }

    /** As configured; without a version, since only what is on record has one. */
    public static Policy configured(PolicyConfig config) {
        return new Policy(
                "",
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
                        config.quorum().service(),
                        config.quorum().groups().orElse(List.of())),
                new Approver(
                        config.approver().accountAge(),
                        config.approver().otherDepartment(),
                        config.approver().acr().orElse(List.of())));
    }
}
