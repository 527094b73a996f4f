package io.reprieve.account.fence;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.account.registry.Accounts;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.account.tombstone.RecoverErasures;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Stops a purge for good and lifts its fence. The purge is stopped by the first commit here, whether or not the product
 * answers; only where an erasure had begun does the product's ledger say whether that came in time. Taking down the fence in
 * the product is repeated until it is done.
 */
@ApplicationScoped
public class LiftFence {
    private static final Logger LOG = Logger.getLogger(LiftFence.class);

    /** What lifting came to; {@code fenceDown} is false while the product has still to be told. */
    public record Lifted(
            String accountId, String purgeRequestId, AccountStatus status, long epoch, boolean fenceDown) {}

    private final Accounts accounts;
    private final Fences fences;
    private final Product product;
    private final RecoverErasures recoverErasures;
    private final Timeline timeline;

    LiftFence(Accounts accounts, Fences fences, Product product, RecoverErasures recoverErasures, Timeline timeline) {
        this.accounts = accounts;
        this.fences = fences;
        this.product = product;
        this.recoverErasures = recoverErasures;
        this.timeline = timeline;
    }

    /**
     * Lifts; again is the same as once, and a purge that never fenced never will.
     *
     * @throws Problem 409 {@code account-purged}, or {@code account-busy} while the account is being erased; 503 {@code
     *     erasure-unsettled} when an erasure was begun and the product does not say what became of it
     */
    public Lifted lift(String accountId, String purgeRequestId, String reason, Actor actor) {
        Ids.require("prg", purgeRequestId);
        QuarkusTransaction.requiringNew().run(() -> stop(accountId, purgeRequestId, reason));
        // No erasure begins from here on; one that began before has the last word, in the product's ledger.
        if (wasErased(accountId, purgeRequestId)) {
            throw tooLate("The account was erased a moment ago; it comes back by a restore.");
        }
        QuarkusTransaction.requiringNew().run(() -> giveBack(accountId, purgeRequestId, reason, actor));
        finish(accountId);
        return QuarkusTransaction.requiringNew().call(() -> {
            var account = accounts.require(accountId);
            var down = fences.find(purgeRequestId).map(Fence::productLifted).orElse(true);
            return new Lifted(accountId, purgeRequestId, account.status(), account.epoch(), down);
        });
    }

    private void stop(String accountId, String purgeRequestId, String reason) {
        accounts.lock(accountId);
        var fence = fences.find(purgeRequestId);
        if (fence.isPresent() && !fence.get().accountId().equals(accountId)) {
            throw Problem.of(
                    409, "already-fenced", "Not this account's purge", "This purge has fenced another account.");
        }
        if (fence.flatMap(Fence::ended).filter(Fence.End.ERASED::equals).isPresent()) {
            throw tooLate("The account is erased; it comes back by a restore.");
        }
        fences.stop(purgeRequestId, accountId, reason);
    }

    private boolean wasErased(String accountId, String purgeRequestId) {
        if (!fences.mayHaveErased(purgeRequestId)) {
            return false;
        }
        var accountKey = QuarkusTransaction.requiringNew()
                .call(() -> accounts.require(accountId).accountKey());
        try {
            var erased = product.engine().ledger().findSettled(accountKey, purgeRequestId);
            erased.ifPresent(row -> recoverErasures.recover(purgeRequestId));
            return erased.isPresent();
        } catch (AccountDataException e) {
            LOG.warnf("The product does not say whether %s erased its account: %s", purgeRequestId, e.getMessage());
            throw Problem.of(
                    503,
                    "erasure-unsettled",
                    "The purge is stopped; whether it came in time is not known yet",
                    "No new erasure can begin. One that had begun is not settled: ask again.");
        }
    }

    private static Problem tooLate(String detail) {
        return Problem.of(409, "account-purged", "Too late to lift the fence", detail);
    }

    private void giveBack(String accountId, String purgeRequestId, String reason, Actor actor) {
        var account = accounts.lock(accountId);
        fences.find(purgeRequestId).filter(Fence::stands).ifPresent(fence -> {
            account.returned(fence.statusBefore());
            fences.end(purgeRequestId, Fence.End.LIFTED, reason);
            timeline.record(Happening.of("account.reactivated", accountId, actor, Map.of("epoch", account.epoch()))
                    .inPurge(purgeRequestId)
                    .because(reason));
        });
    }

    /** Takes the fence down in the product, if the account is meant to have none; tried again by the timer otherwise. */
    public void finish(String accountId) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                var account = accounts.lock(accountId);
                if (account.status() == AccountStatus.ACTIVE || account.status() == AccountStatus.SUSPENDED) {
                    product.engine().fenceOff(account.accountKey());
                    fences.liftedInTheProduct(accountId);
                }
            });
        } catch (AccountDataException | AccountRefused | Problem e) {
            LOG.warnf("The product's fence on %s is still up, trying again: %s", accountId, e.getMessage());
        }
    }

    @Scheduled(every = "${fence.finish-every:5s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void finishAll() {
        for (var fence : fences.toLiftInTheProduct()) {
            finish(fence.accountId());
        }
    }
}
