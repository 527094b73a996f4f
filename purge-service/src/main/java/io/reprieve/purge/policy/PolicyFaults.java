package io.reprieve.purge.policy;

import io.reprieve.purge.guard.GuardReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What no policy may say, whoever sets it. */
public final class PolicyFaults {
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final Duration ONE_YEAR = Duration.ofDays(365);

    private PolicyFaults() {}

    /** @param field as in the policy's JSON: {@code quorum.usual} */
    public record Fault(String field, String why) {}

    /** @param lax in the local profile, where a cooling-off may be short */
    public static List<Fault> in(Policy policy, boolean lax) {
        List<Fault> faults = new ArrayList<>();
        positive(faults, "coolingOff", policy.coolingOff());
        positive(faults, "approvalWindow", policy.approvalWindow());
        positive(faults, "executionWindow", policy.executionWindow());
        positive(faults, "heldWindow", policy.heldWindow());
        positive(faults, "drillMaxAge", policy.drillMaxAge());
        Policy.Quorum quorum = policy.quorum();
        require(faults, lax || policy.coolingOff().compareTo(ONE_DAY) >= 0, "coolingOff", "is less than P1D");
        require(faults, quorum.usual() >= 1, "quorum.usual", "is less than 1");
        require(faults, quorum.large() >= quorum.usual(), "quorum.large", "is less than the usual quorum");
        require(faults, quorum.service() >= 2, "quorum.service", "is less than 2");
        require(faults, distinct(quorum.groups()), "quorum.groups", "names a group twice, or none");
        Duration age = policy.approver().accountAge();
        // Those who would have to change it back are held to it as well.
        require(faults, !age.isNegative() && age.compareTo(ONE_YEAR) <= 0, "approver.accountAge", "is not 0 to P365D");
        require(faults, policy.signInMaxAge().compareTo(ONE_MINUTE) >= 0, "signInMaxAge", "is less than PT1M");
        require(faults, distinct(policy.approver().acr()), "approver.acr", "names a value twice, or none");
        beyond(faults, policy);
        return faults;
    }

    private static void beyond(List<Fault> faults, Policy policy) {
        positive(faults, "guards.recentActivity", policy.guards().recentActivity());
        require(
                faults,
                GuardReport.NAMES.containsAll(policy.guards().strict()),
                "guards.strict",
                "names a guard that does not exist; there are " + new TreeSet<>(GuardReport.NAMES));
        Policy.Budget budget = policy.budget();
        require(faults, budget.keysAnHour() >= 1 && budget.keysADay() >= 1, "budget.keysAnHour", "is less than 1");
        require(
                faults,
                budget.erasuresAnHour() >= 1 && budget.erasuresADay() >= 1 && budget.shareAtLeast() >= 1,
                "budget.erasuresAnHour",
                "is less than 1");
        require(faults, budget.shareADay() >= 0 && budget.shareADay() <= 1, "budget.shareADay", "is not 0 to 1");
        require(faults, policy.automaticFreeze().denials() >= 1, "automaticFreeze.denials", "is less than 1");
        positive(faults, "automaticFreeze.within", policy.automaticFreeze().within());
    }

    private static boolean distinct(List<String> names) {
        return names.stream().noneMatch(String::isBlank)
                && names.stream().distinct().count() == names.size();
    }

    private static void positive(List<Fault> faults, String field, Duration value) {
        require(faults, !value.isNegative() && !value.isZero(), field, "is not a positive duration");
    }

    private static void require(List<Fault> faults, boolean holds, String field, String why) {
        if (!holds) {
            faults.add(new Fault(field, why));
        }
    }
}
