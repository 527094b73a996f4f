package io.reprieve.purge.approval;

import io.reprieve.edge.Actor;
import io.reprieve.edge.Evidence;
import io.reprieve.edge.IfMatch;
import io.reprieve.edge.Problem;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.KeyTurn;
import io.reprieve.purge.budget.Budget;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.evidence.EvidenceChange;
import io.reprieve.purge.evidence.PurgeEvidence;
import io.reprieve.purge.execution.AwaitApproval;
import io.reprieve.purge.execution.PurgeTasks;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.freeze.Frozen;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.IllegalMove;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.policy.Policy;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.EvidenceStore;
import io.reprieve.purge.request.HandedOn;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.RequestTurnStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One person turns the second key over exactly the evidence they saw. Checked here, then by account-service from their
 * own token, then by the database.
 */
@ApplicationScoped
public class ApprovePurge {
    private static final int STALE = 412;

    private final FourEyes fourEyes;
    private final ApprovalStore approvals;
    private final RequestTurnStore requestTurns;
    private final EvidenceStore evidence;
    private final AwaitApproval awaitApproval;
    private final AccountClient accounts;
    private final PurgeStore store;
    private final TransitionPurge transition;
    private final Freeze freeze;
    private final Budget budget;
    private final PolicyInForce policy;
    private final Database database;
    private final PurgeTasks tasks;

    ApprovePurge(
            FourEyes fourEyes,
            ApprovalStore approvals,
            RequestTurnStore requestTurns,
            EvidenceStore evidence,
            AwaitApproval awaitApproval,
            AccountClient accounts,
            PurgeStore store,
            TransitionPurge transition,
            Freeze freeze,
            Budget budget,
            PolicyInForce policy,
            Database database,
            PurgeTasks tasks) {
        this.fourEyes = fourEyes;
        this.approvals = approvals;
        this.requestTurns = requestTurns;
        this.evidence = evidence;
        this.awaitApproval = awaitApproval;
        this.accounts = accounts;
        this.store = store;
        this.transition = transition;
        this.freeze = freeze;
        this.budget = budget;
        this.policy = policy;
        this.database = database;
        this.tasks = tasks;
    }

    /** @param ifMatch as it came; null when it did not */
    public record Approval(String ifMatch, String evidenceDigest, String comment) {}

    public void approve(PurgeRequest purge, Approval approval, Hand hand, Actor actor, String token) {
        Keys keys = new Keys(requestTurns.holders(purge.id()), approvals.holders(purge.id()));
        Policy rules = policy.now();
        Set<String> groups = fourEyes.mayApprove(hand, keys, database.now(), rules);
        List<Set<String>> groupsOfAll = new ArrayList<>(fourEyes.stillCount(keys, database.now(), rules));
        groupsOfAll.add(groups);
        requireSeen(purge, approval);
        if (!(purge.state() instanceof PurgeState.AwaitingApproval awaiting)
                || !database.now().isBefore(awaiting.expiresAt())) {
            throw new IllegalMove(purge.state(), "be approved");
        }
        if (freeze.isOn()) {
            throw new Frozen();
        }
        budget.requireKey(hand.personId());
        PurgeEvidence seen = evidence.current(purge.id()).orElseThrow();
        if (!seen.bound().digest().equals(approval.evidenceDigest())) {
            throw stale(purge, approval);
        }
        requireStillTrue(purge, approval);
        String digest = seen.bound().digest();
        KeyTurn turn = HandedOn.refusalsOf(() -> accounts.turnApproval(
                token,
                purge.subject().accountId(),
                purge.id(),
                digest,
                seen.bound().canonical()));
        database.inTransaction(() -> {
            PurgeRequest locked = store.lock(purge.id());
            if (locked.version() != purge.version()) {
                throw stale(purge, approval);
            }
            budget.takeKey(hand.personId());
            approvals.put(locked, digest, hand, groups, approval.comment(), turn.id());
            Cause approved = Cause.by(actor, "purge.approved", approval.comment())
                    .with("evidenceDigest", digest)
                    .with("requester", purge.ask().requester().personId())
                    .with("backupId", seen.bound().backupId())
                    .with("keyTurnId", turn.id());
            transition.note(purge.id(), approved);
            boolean enough = approvals.counting(purge.id()).size() >= locked.quorum()
                    && Groups.missing(rules.quorum().groups(), groupsOfAll).isEmpty();
            if (enough) {
                transition.move(
                        purge.id(),
                        Exit.coolOff(
                                database.now(), database.now().plus(policy.now().executionWindow())),
                        Cause.by(actor, "purge.cooling-off", null)
                                .with("coolingOff", rules.coolingOff().toString()));
            }
        });
        tasks.nudge(purge.id());
    }

    private void requireStillTrue(PurgeRequest purge, Approval approval) {
        switch (awaitApproval.look(purge)) {
            case AS_IT_WAS -> {}
            case CHANGED -> throw stale(purge, approval);
            case BLOCKED ->
                throw Problem.of(
                                409,
                                "guard-blocked",
                                "A guard blocks now",
                                "Read the request again to see which one and why.")
                        .allowedActions(List.of());
            case UNKNOWN ->
                throw Problem.of(
                        503,
                        "facts-unknown",
                        "The facts cannot be checked now",
                        "account-service or backup-service does not answer; nothing was recorded. Try again.");
        }
    }

    private void requireSeen(PurgeRequest purge, Approval approval) {
        try {
            IfMatch.require(approval.ifMatch(), purge.etag());
        } catch (Problem e) {
            throw e.status() == STALE ? e.with("changes", changes(purge, approval)) : e;
        }
    }

    private Problem stale(PurgeRequest purge, Approval approval) {
        return Problem.of(
                        STALE,
                        "evidence-stale",
                        "The evidence has changed",
                        "Read the request again, look at what changed, and decide anew.")
                .with("changes", changes(purge, approval));
    }

    /** From the evidence they saw to the one in force; null when this purge never had what they name. */
    private List<String> changes(PurgeRequest purge, Approval approval) {
        Optional<Evidence> now = evidence.current(purge.id()).map(PurgeEvidence::bound);
        return evidence.ofDigest(purge.id(), approval.evidenceDigest())
                .flatMap(seen -> now.map(current -> EvidenceChange.between(seen, current)))
                .orElse(null);
    }
}
