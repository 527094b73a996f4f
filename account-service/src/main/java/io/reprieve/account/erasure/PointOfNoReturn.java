package io.reprieve.account.erasure;

import io.reprieve.account.fence.Fence;
import io.reprieve.account.keyturn.KeyTurn;
import io.reprieve.account.keyturn.Turn;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.edge.EffectiveRoles;
import io.reprieve.edge.Problem;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The one place that decides whether an account's data is erased. Every line must hold, in this order; the first that does not
 * is the refusal. What is unknown does not hold. (The rows themselves are compared with the receipt as they go, inside the
 * commit: see {@code AccountEngine.erase}.)
 */
final class PointOfNoReturn {
    private record Rule(String code, int status, Predicate<Facts> holds, Function<Facts, String> otherwise) {}

    private static final List<Rule> RULES = List.of(
            // This order, once.
            rule("warrant-spent", 409, facts -> !facts.spent(), "This purge has erased its account already."),
            rule("purge-stopped", 409, facts -> !facts.stopped(), "This purge was stopped."),
            // The papers are about this account, and about each other.
            rule(
                    "account-mismatch",
                    403,
                    PointOfNoReturn::samePapers,
                    "Warrant, receipt and account are not of one account."),
            rule("receipt-mismatch", 403, PointOfNoReturn::sameBackup, "The warrant was not issued for this receipt."),
            rule(
                    "evidence-mismatch",
                    412,
                    PointOfNoReturn::sameEvidence,
                    "The evidence approved is not of this backup and request."),
            // The account is where the decision left it.
            rule(
                    "epoch-moved",
                    412,
                    facts -> facts.account().epoch() == facts.warrant().epoch(),
                    "The account changed hands."),
            rule("not-fenced", 409, PointOfNoReturn::fencedByThisPurge, "The account is not fenced by this purge."),
            rule(
                    "epoch-moved",
                    412,
                    PointOfNoReturn::decidedForThisFence,
                    "Something was decided under another epoch."),
            rule(
                    "fence-not-proved",
                    409,
                    PointOfNoReturn::fenceHolds,
                    "The product still accepts writes to the account."),
            // Two people, by our own record, who hold their own role and not the other, today.
            rule("key-turn-missing", 403, PointOfNoReturn::bothKeys, "Our own record lacks a key turn."),
            rule("same-person", 403, PointOfNoReturn::differentPeople, "One person turned both keys."),
            rule(
                    "not-human",
                    403,
                    facts -> facts.approvals().stream().allMatch(KeyTurn::byPerson),
                    "An approval is no person's."),
            rule("roles-unknown", 409, PointOfNoReturn::rolesKnown, "Keycloak does not say who holds which role."),
            rule("both-roles", 403, PointOfNoReturn::nobodyHoldsBoth, "Somebody holds both roles."),
            rule("role-lost", 403, PointOfNoReturn::everybodyHoldsTheirs, "Somebody no longer holds their role."),
            // Time, life and law.
            rule(
                    "cooling-off-running",
                    409,
                    facts -> !facts.now().isBefore(facts.coolAt()),
                    facts -> "The account cools off until " + facts.coolAt() + "."),
            rule("sign-of-life", 409, PointOfNoReturn::quiet, "The account has shown life since it was approved."),
            rule("legal-hold", 409, facts -> !facts.account().held(), "A legal hold stands on the account."),
            // It can be got back.
            rule(
                    "lock-not-enforced",
                    409,
                    facts -> facts.receipt().lockEnforced() || !facts.lockMustBeEnforced(),
                    "The vault was not seen to keep its locks."),
            rule(
                    "lock-too-short",
                    409,
                    PointOfNoReturn::lockedLongEnough,
                    facts -> "The backup is locked until " + facts.receipt().lockedUntil() + " only."),
            rule("data-map-moved", 409, PointOfNoReturn::sameDataMap, "The backup was made by another data map."),
            rule(
                    "data-map-fails",
                    409,
                    Facts::dataMapPasses,
                    "The data map does not account for everything in the catalog."),
            // It is what was backed up, and the act is on record.
            rule(
                    "content-moved",
                    412,
                    facts -> facts.plannedObjects().equals(facts.receipt().objectVersionsDigest()),
                    "The objects named are not the backup's."),
            rule(
                    "content-moved",
                    412,
                    facts -> facts.liveObjects().equals(facts.receipt().objectVersionsDigest()),
                    "The objects that lie there are not the backup's."),
            rule(
                    "objects-in-the-way",
                    409,
                    facts -> facts.objectsInTheWay().isEmpty(),
                    facts -> facts.objectsInTheWay().get(0).subject() + " "
                            + facts.objectsInTheWay().get(0).message() + "; "
                            + facts.objectsInTheWay().size()
                            + " in all."),
            rule("act-not-logged", 403, Facts::actLogged, "The log has not signed for the entry that announces this."));

    private PointOfNoReturn() {}

    /** Passes when every rule holds; the first that does not is thrown. */
    static void check(Facts facts) {
        for (var rule : RULES) {
            if (!rule.holds().test(facts)) {
                throw Problem.of(
                        rule.status(),
                        rule.code(),
                        "Nothing is erased",
                        rule.otherwise().apply(facts));
            }
        }
    }

    private static boolean samePapers(Facts facts) {
        var account = facts.account();
        return facts.warrant().accountId().equals(account.id())
                && facts.warrant().accountKey().equals(account.accountKey())
                && facts.receipt().accountId().equals(account.id())
                && facts.receipt().accountKey().equals(account.accountKey());
    }

    private static boolean sameBackup(Facts facts) {
        return facts.warrant().receiptSha256().equals(facts.receipt().sha256())
                && facts.warrant().contentDigest().equals(facts.receipt().contentDigest());
    }

    private static boolean sameEvidence(Facts facts) {
        var evidence = facts.evidence();
        return evidence.accountId().equals(facts.account().id())
                && evidence.backupId().equals(facts.receipt().backupId())
                && evidence.contentDigest().equals(facts.receipt().contentDigest())
                && evidence.kind().equals(facts.warrant().kind())
                && evidence.requestDigest().equals(facts.warrant().requestDigest());
    }

    private static boolean fencedByThisPurge(Facts facts) {
        return facts.account().status() == AccountStatus.PENDING_PURGE
                && facts.fence() != null
                && facts.fence().stands()
                && facts.fence().accountId().equals(facts.account().id())
                && facts.fence().epochAfter() == facts.account().epoch();
    }

    private static boolean decidedForThisFence(Facts facts) {
        return facts.fence().covers(facts.receipt().epoch())
                && facts.fence().covers(facts.evidence().epoch())
                && facts.request()
                        .map(KeyTurn::epoch)
                        .map(facts.fence()::covers)
                        .orElse(true);
    }

    private static boolean fenceHolds(Facts facts) {
        return facts.fence().probe().outcome() != Fence.Outcome.NOT_PROVED
                && facts.probeNow() != Fence.Outcome.NOT_PROVED;
    }

    private static boolean bothKeys(Facts facts) {
        var approvers =
                facts.approvals().stream().map(KeyTurn::personId).distinct().count();
        return facts.request().isPresent() && approvers >= facts.approversNeeded();
    }

    // Against everybody who ever asked within this purge, not only whose request is relied on.
    private static boolean differentPeople(Facts facts) {
        var asked = facts.turned().stream()
                .filter(turn -> turn.turn() == Turn.REQUEST)
                .toList();
        return facts.approvals().stream().noneMatch(approval -> asked.stream()
                .anyMatch(request -> request.personId().equals(approval.personId())
                        || request.subject().equals(approval.subject())));
    }

    private static boolean rolesKnown(Facts facts) {
        return facts.holders().stream()
                .allMatch(turn -> facts.rolesNow().get(turn.subject()) instanceof EffectiveRoles.Known);
    }

    private static boolean nobodyHoldsBoth(Facts facts) {
        return facts.holders().stream().noneMatch(turn -> known(facts, turn)
                .roles()
                .containsAll(List.of(turn.turn().role(), turn.turn().otherRole())));
    }

    private static boolean everybodyHoldsTheirs(Facts facts) {
        return facts.holders().stream()
                .allMatch(turn -> known(facts, turn).enabled()
                        && known(facts, turn).roles().contains(turn.turn().role())
                        && turn.roles().contains(turn.turn().role()));
    }

    private static EffectiveRoles.Known known(Facts facts, KeyTurn turn) {
        return (EffectiveRoles.Known) facts.rolesNow().get(turn.subject());
    }

    private static boolean quiet(Facts facts) {
        var seen = facts.account().lastSignOfLifeAt();
        return seen == null || !seen.isAfter(facts.lastApproval());
    }

    private static boolean lockedLongEnough(Facts facts) {
        return !facts.receipt().lockedUntil().isBefore(facts.now().plus(facts.retention()));
    }

    private static boolean sameDataMap(Facts facts) {
        return facts.dataMapDigest().equals(facts.receipt().dataMapDigest())
                && facts.dataMapDigest().equals(facts.evidence().dataMapDigest());
    }

    private static Rule rule(String code, int status, Predicate<Facts> holds, String otherwise) {
        return new Rule(code, status, holds, facts -> otherwise);
    }

    private static Rule rule(String code, int status, Predicate<Facts> holds, Function<Facts, String> otherwise) {
        return new Rule(code, status, holds, otherwise);
    }
}
