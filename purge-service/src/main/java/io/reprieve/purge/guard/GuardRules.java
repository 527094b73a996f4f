package io.reprieve.purge.guard;

import java.time.Duration;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What policy tells the guards. It can make them stricter, never laxer: what a guard blocks by itself stays blocked.
 *
 * @param strict guards, by name, whose warnings block
 * @param recentActivity how long before the request activity counts as recent
 * @param kinds what is usual for an account purged for that reason, for each kind
 */
public record GuardRules(SortedSet<String> strict, Duration recentActivity, SortedMap<PurgeKind, Usual> kinds) {

    /**
     * The account's size and age when it is asked for.
     *
     * @param youngest how old it is at least when it is asked for
     * @param oldest how old it is at most
     */
    public record Usual(long mostRows, long mostObjects, Duration youngest, Duration oldest) {}

    Usual of(PurgeKind kind) {
        return kinds.get(kind);
    }

    Finding asStrict(String guard, Finding finding) {
        return finding.outcome() == Outcome.WARN && strict.contains(guard)
                ? Finding.block("%s (a warning that blocks by policy)", finding.detail())
                : finding;
    }
}
