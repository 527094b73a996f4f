package io.reprieve.purge.request;

import io.reprieve.edge.Actor;
import io.reprieve.edge.Problem;
import io.reprieve.edge.RequestDigest;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.account.KeyTurn;
import io.reprieve.purge.approval.ApprovalStore;
import io.reprieve.purge.approval.FourEyes;
import io.reprieve.purge.approval.Hand;
import io.reprieve.purge.approval.Keys;
import io.reprieve.purge.budget.Budget;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.execution.PurgeTasks;
import io.reprieve.purge.execution.RecordPurged;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.freeze.Frozen;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.IllegalMove;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.policy.PolicyInForce;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Starts a held purge again from the beginning: the request key is turned anew, then a new backup, new approvals, the whole wait. */
@ApplicationScoped
public class ReleasePurge {
    private final PurgeStore store;
    private final RequestTurnStore turns;
    private final ApprovalStore approvals;
    private final RecordPurged recordPurged;
    private final FourEyes fourEyes;
    private final Freeze freeze;
    private final Budget budget;
    private final AccountClient accounts;
    private final TransitionPurge transition;
    private final PolicyInForce policy;
    private final Database database;
    private final PurgeTasks tasks;

    ReleasePurge(
            PurgeStore store,
            RequestTurnStore turns,
            ApprovalStore approvals,
            RecordPurged recordPurged,
            FourEyes fourEyes,
            Freeze freeze,
            Budget budget,
            AccountClient accounts,
            TransitionPurge transition,
            PolicyInForce policy,
            Database database,
            PurgeTasks tasks) {
        this.store = store;
        this.turns = turns;
        this.approvals = approvals;
        this.recordPurged = recordPurged;
        this.fourEyes = fourEyes;
        this.freeze = freeze;
        this.budget = budget;
        this.accounts = accounts;
        this.transition = transition;
        this.policy = policy;
        this.database = database;
        this.tasks = tasks;
    }

    public void release(PurgeRequest purge, Hand hand, Actor actor, String token, String reason) {
        Keys keys = new Keys(
                turns.holders(purge.id()),
                approvals.all(purge.id()).stream()
                        .map(a -> new Keys.Holder(a.personId(), a.subject(), false))
                        .toList());
        fourEyes.mayRequest(hand, keys);
        requireReleasable(purge);
        if (freeze.isOn()) {
            throw new Frozen();
        }
        budget.requireKey(hand.requesterId());
        AccountView account = accounts.find(purge.subject().accountId())
                .orElseThrow(() -> Problem.of(
                        409, "account-unknown", "The account is gone", "account-service does not know it any more."));
        String kind = purge.ask().kind().name();
        String digest = RequestDigest.of(
                account.id(), account.epoch(), kind, purge.ask().reason());
        KeyTurn turn = HandedOn.refusalsOf(() -> accounts.turnRequest(
                token, account.id(), purge.id(), digest, kind, purge.ask().reason(), account.epoch()));
        if (recordPurged.ifErased(purge)) {
            throw new IllegalMove(new PurgeState.Purged(), "be released: it was carried out after all");
        }
        database.inTransaction(() -> {
            PurgeRequest locked = store.lockAsSeen(purge);
            budget.takeKey(hand.requesterId());
            if (account.isFencedBy(purge.id())) {
                store.fenceStands(purge.id(), account.epoch(), account.fence().since());
            } else {
                store.fenceGone(purge.id());
            }
            transition.move(
                    purge.id(),
                    Exit.release(database.now().plus(policy.now().heldWindow())),
                    Cause.by(actor, "purge.released", reason)
                            .with("epoch", account.epoch())
                            .with("requestDigest", digest)
                            .with("keyTurnId", turn.id()));
            store.warrantSettled(purge.id());
            store.openRound(purge.id());
            turns.put(
                    purge.id(),
                    new RequestTurnStore.RequestTurn(
                            locked.round() + 1,
                            hand.requesterId(),
                            hand.subject(),
                            hand.client(),
                            hand.serviceAccount(),
                            account.epoch(),
                            digest,
                            turn.id(),
                            null));
        });
        tasks.nudge(purge.id());
    }

    /** Held, not released already, and with no warrant out that could still be carried out. */
    private void requireReleasable(PurgeRequest purge) {
        Instant now = database.now();
        if (!(purge.state() instanceof PurgeState.Held held)) {
            throw new IllegalMove(purge.state(), "be released");
        }
        held.release(now);
        if (purge.act().warrantIsOut() && now.isBefore(purge.act().warrantExpiresAt())) {
            throw Problem.of(
                            409,
                            "warrant-out",
                            "A warrant is still good",
                            "The warrant of the last attempt can be carried out until "
                                    + purge.act().warrantExpiresAt() + "; release the purge after that.")
                    .with("warrantExpiresAt", purge.act().warrantExpiresAt());
        }
    }
}
