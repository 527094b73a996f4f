package io.reprieve.account.fence;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.keyturn.KeyTurn;
import io.reprieve.account.keyturn.KeyTurns;
import io.reprieve.account.keyturn.Turn;
import io.reprieve.account.registry.Account;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.account.registry.Accounts;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.accountdata.order.FenceOutcome;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Fences an account for a purge whose keys have both turned: first here, then in the product, then proved by a probe. */
@ApplicationScoped
public class RaiseFence {
    private final Accounts accounts;
    private final Fences fences;
    private final KeyTurns keyTurns;
    private final Product product;
    private final Timeline timeline;

    RaiseFence(Accounts accounts, Fences fences, KeyTurns keyTurns, Product product, Timeline timeline) {
        this.accounts = accounts;
        this.fences = fences;
        this.keyTurns = keyTurns;
        this.product = product;
        this.timeline = timeline;
    }

    /**
     * The fence of this purge; again is the same as once, and probes again.
     *
     * @throws Problem 409 {@code purge-stopped, already-fenced, account-purged, key-turn-missing, legal-hold}; 412
     *     {@code epoch-moved}
     */
    public Fence raise(String accountId, String purgeRequestId, long expectedEpoch, Actor actor) {
        Ids.require("prg", purgeRequestId);
        QuarkusTransaction.requiringNew().run(() -> order(accountId, purgeRequestId, expectedEpoch, actor));
        return QuarkusTransaction.requiringNew().call(() -> putUp(accountId, purgeRequestId));
    }

    private void order(String accountId, String purgeRequestId, long expectedEpoch, Actor actor) {
        var account = accounts.lock(accountId);
        var known = fences.find(purgeRequestId);
        if (fences.stopped(purgeRequestId) || known.flatMap(Fence::ended).isPresent()) {
            throw conflict("purge-stopped", "This purge was stopped or has ended; it cannot fence an account again.");
        }
        if (known.isPresent()) {
            if (!known.get().accountId().equals(accountId)) {
                throw conflict("already-fenced", "This purge has fenced another account.");
            }
            return;
        }
        if (account.status() == AccountStatus.PURGED) {
            throw conflict("account-purged", "The account is purged already.");
        }
        if (account.status() == AccountStatus.PENDING_PURGE) {
            throw conflict("already-fenced", "Another purge has fenced the account.");
        }
        if (account.epoch() != expectedEpoch) {
            throw Problem.of(
                            412,
                            "epoch-moved",
                            "The account has changed hands",
                            "It is at epoch " + account.epoch() + ", not " + expectedEpoch + "; decide anew.")
                    .with("epoch", account.epoch());
        }
        if (account.legalHold().isPresent()) {
            throw conflict("legal-hold", "A legal hold stands on the account.");
        }
        requireBothKeys(keyTurns.of(purgeRequestId), account);
        fences.order(purgeRequestId, account);
        account.pendingPurge();
        timeline.record(Happening.of("account.suspended", accountId, actor, Map.of("epoch", account.epoch()))
                .inPurge(purgeRequestId));
    }

    // Not even a fence is raised on purge-service's word alone.
    private static void requireBothKeys(List<KeyTurn> turns, Account account) {
        var turned = turns.stream()
                .filter(turn -> turn.accountId().equals(account.id()))
                .map(KeyTurn::turn)
                .toList();
        if (!turned.contains(Turn.REQUEST) || !turned.contains(Turn.APPROVAL)) {
            throw conflict("key-turn-missing", "Both keys turn before an account is fenced.");
        }
    }

    // Under the account's lock: a purge that is stopped meanwhile must not find its fence put up afterwards.
    private Fence putUp(String accountId, String purgeRequestId) {
        var account = accounts.lock(accountId);
        var ordered = fences.find(purgeRequestId).filter(Fence::stands);
        if (ordered.isEmpty()) {
            throw conflict("purge-stopped", "The purge was stopped while its fence went up.");
        }
        var on = product.engine().fenceOn(account.accountKey());
        fences.probed(
                purgeRequestId,
                on.state() == FenceOutcome.State.NOT_DECLARED
                        ? new Fence.Probe(Fence.Outcome.NOT_DECLARED, on.detail())
                        : probe(account.accountKey()));
        return fences.find(purgeRequestId).orElseThrow();
    }

    private Fence.Probe probe(String accountKey) {
        return probe(product.engine().probe(accountKey));
    }

    /** What the engine's probe says, in the registry's words. */
    public static Fence.Probe probe(FenceOutcome outcome) {
        var state =
                switch (outcome.state()) {
                    case HELD -> Fence.Outcome.HELD;
                    case NOT_DECLARED -> Fence.Outcome.NOT_DECLARED;
                    case DONE, NOT_PROVED -> Fence.Outcome.NOT_PROVED;
                };
        return new Fence.Probe(state, outcome.detail());
    }

    private static Problem conflict(String code, String detail) {
        return Problem.of(409, code, "The account is not fenced", detail);
    }
}
