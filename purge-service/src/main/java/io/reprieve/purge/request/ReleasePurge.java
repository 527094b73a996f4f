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
import io.reprieve.purge.execution.RoundStore;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.lifecycle.IllegalMove;
import io.reprieve.purge.lifecycle.PurgeState;
import jakarta.enterprise.context.ApplicationScoped;

/** Starts a held purge again from the beginning: the request key is turned anew, then a new backup, new approvals, the whole wait. */
@ApplicationScoped
public class ReleasePurge {
    private final PurgeStore store;
    private final RequestTurnStore turns;
    private final ApprovalStore approvals;
    private final RoundStore rounds;
    private final FourEyes fourEyes;
    private final Freeze freeze;
    private final Budget budget;
    private final AccountClient accounts;
    private final TransitionPurge transition;
    private final Database database;
    private final PurgeTasks tasks;

    ReleasePurge(
            PurgeStore store,
            RequestTurnStore turns,
            ApprovalStore approvals,
            RoundStore rounds,
            FourEyes fourEyes,
            Freeze freeze,
            Budget budget,
            AccountClient accounts,
            TransitionPurge transition,
            Database database,
            PurgeTasks tasks) {
        this.store = store;
        this.turns = turns;
        this.approvals = approvals;
        this.rounds = rounds;
        this.fourEyes = fourEyes;
        this.freeze = freeze;
        this.budget = budget;
        this.accounts = accounts;
        this.transition = transition;
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
        requireHeld(purge);
        if (freeze.isOn()) {
            throw new io.reprieve.purge.freeze.Frozen();
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
        database.inTransaction(() -> {
            PurgeRequest locked = store.lock(purge.id());
            requireHeld(locked);
            budget.takeKey(hand.requesterId());
            if (account.isFencedBy(purge.id())) {
                store.fenceStands(purge.id(), account.epoch(), account.fence().since());
            } else {
                store.fenceGone(purge.id());
            }
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
            transition.note(
                    purge.id(),
                    Cause.by(actor, "purge.released", reason)
                            .with("epoch", account.epoch())
                            .with("requestDigest", digest)
                            .with("keyTurnId", turn.id()));
        });
        tasks.nudge(purge.id());
    }

    private void requireHeld(PurgeRequest purge) {
        if (!(purge.state() instanceof PurgeState.Held)) {
            throw new IllegalMove(purge.state(), "be released");
        }
        boolean underWay = purge.awaitsBackup()
                && rounds.find(purge.id(), purge.round())
                        .map(round -> round.failure() == null)
                        .orElse(true);
        if (underWay) {
            throw new IllegalMove(purge.state(), "be released again: its new backup is being taken");
        }
    }
}
