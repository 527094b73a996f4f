package io.reprieve.purge.policy;

import io.reprieve.purge.guard.GuardRules;
import io.reprieve.purge.guard.PurgeKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
        Approver approver,
        GuardRules guards,
        Budget budget,
        AutomaticFreeze automaticFreeze) {

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

    /**
     * How much may be set going, and how much may end, before somebody has to ask why.
     *
     * @param keysAnHour requests and approvals of one person or service in an hour; {@code keysADay} in a day
     * @param erasuresAnHour accounts erased in an hour, by whomever; {@code erasuresADay} in a day
     * @param shareADay of all accounts that may be erased in a day, as a fraction
     * @param shareAtLeast what the share never comes to less than, so that few accounts do not mean none
     */
    public record Budget(
            int keysAnHour, int keysADay, int erasuresAnHour, int erasuresADay, double shareADay, int shareAtLeast) {

        /** Erasures a day among so many accounts. */
        public int erasuresADay(long accounts) {
            long share = Math.max(shareAtLeast, (long) Math.floor(shareADay * accounts));
            return (int) Math.min(erasuresADay, share);
        }
    }

    /**
     * When everything stops by itself; a reported deletion without a warrant always stops it.
     *
     * @param denials in so short a time that everything stops
     * @param afterRestore whether a restore of what a purge took stops it
     */
    public record AutomaticFreeze(int denials, Duration within, boolean afterRestore) {}

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
                        config.approver().acr().orElse(List.of())),
                new GuardRules(
                        new TreeSet<>(config.guards().strict().orElse(Set.of())),
                        config.guards().recentActivity(),
                        usual(config.guards().kinds())),
                new Budget(
                        config.budget().keysAnHour(),
                        config.budget().keysADay(),
                        config.budget().erasuresAnHour(),
                        config.budget().erasuresADay(),
                        config.budget().shareADay(),
                        config.budget().shareAtLeast()),
                new AutomaticFreeze(
                        config.automaticFreeze().denials(),
                        config.automaticFreeze().within(),
                        config.automaticFreeze().afterRestore()));
    }

    private static SortedMap<PurgeKind, GuardRules.Usual> usual(Map<PurgeKind, PolicyConfig.Guards.Usual> kinds) {
        SortedMap<PurgeKind, GuardRules.Usual> usual = new TreeMap<>();
        for (PurgeKind kind : PurgeKind.values()) {
            PolicyConfig.Guards.Usual given = kinds.get(kind);
            usual.put(
                    kind,
                    new GuardRules.Usual(given.mostRows(), given.mostObjects(), given.youngest(), given.oldest()));
        }
        return usual;
    }
}
