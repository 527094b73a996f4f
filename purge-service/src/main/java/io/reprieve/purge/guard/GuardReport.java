package io.reprieve.purge.guard;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All guards' words over one set of facts. */
public record GuardReport(List<GuardResult> results) {
    private static final List<Guard> GUARDS = List.of(
            new AccountWholeGuard(),
            new LegalHoldGuard(),
            new WrongTwinGuard(),
            new RecentActivityGuard(),
            new OpenBillingGuard(),
            new FootprintOfKindGuard(),
            new AgeOfKindGuard(),
            new CrossAccountEdgesGuard(),
            new RequesterRecordGuard(),
            new DataMapGuard(),
            new OtherOperationGuard(),
            new FenceGuard(),
            new BackupVerifiedGuard(),
            new RestoreDrillGuard(),
            new ContentEqualGuard());

    /** Every guard there is, by name. */
    public static final Set<String> NAMES = GUARDS.stream().map(Guard::name).collect(Collectors.toUnmodifiableSet());

    public GuardReport {
        results = List.copyOf(results);
    }

    public static GuardReport over(PurgeFacts facts) {
        return new GuardReport(GUARDS.stream()
                .filter(guard -> guard.applies(facts))
                .map(guard -> {
                    Finding finding = facts.rules().asStrict(guard.name(), guard.check(facts));
                    return new GuardResult(guard.name(), finding.outcome(), finding.detail(), finding.unknown());
                })
                .toList());
    }

    public boolean blocks() {
        return results.stream().anyMatch(GuardResult::blocks);
    }

    /** Nothing known speaks against it, but some fact could not be learnt: whoever can wait, waits. */
    public boolean blocksOnlyForWantOfFacts() {
        return blocks() && results.stream().filter(GuardResult::blocks).allMatch(GuardResult::unknown);
    }

    /** The blocking guards with their numbers, in one line. */
    public String reasons() {
        return results.stream()
                .filter(GuardResult::blocks)
                .map(r -> r.name() + ": " + r.detail())
                .collect(Collectors.joining("; "));
    }
}
