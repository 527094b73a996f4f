package io.reprieve.account.reactivation;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.account.Sql;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.fence.Fence;
import io.reprieve.account.fence.Fences;
import io.reprieve.account.fence.LiftFence;
import io.reprieve.account.registry.Account;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.account.registry.Accounts;
import io.reprieve.account.sweep.Sweeps;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.account.tombstone.RecoverErasures;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Json;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Makes a restored account active again. Believes the ledger row that the restore committed with the rows, not whoever says
 * that there was one.
 */
@ApplicationScoped
public class ReactivateAccount {
    private final Accounts accounts;
    private final Fences fences;
    private final LiftFence liftFence;
    private final Sweeps sweeps;
    private final RecoverErasures recoverErasures;
    private final Product product;
    private final Timeline timeline;
    private final Sql sql;

    ReactivateAccount(
            Accounts accounts,
            Fences fences,
            LiftFence liftFence,
            Sweeps sweeps,
            RecoverErasures recoverErasures,
            Product product,
            Timeline timeline,
            Sql sql) {
        this.accounts = accounts;
        this.fences = fences;
        this.liftFence = liftFence;
        this.sweeps = sweeps;
        this.recoverErasures = recoverErasures;
        this.product = product;
        this.timeline = timeline;
        this.sql = sql;
    }

    /**
     * The account, active at a new epoch; again is the same as once.
     *
     * @throws Problem 409 {@code restore-unknown} when the product's ledger has no such restore of this account, 409
     *     {@code restore-superseded} when the account was erased after it
     */
    public Account reactivate(String accountId, String restoreId, Actor actor) {
        Ids.require("rst", restoreId);
        var ledger = product.engine().ledger();
        var restored = ledger.byId(restoreId)
                .filter(row ->
                        row.kind() == LedgerRow.Kind.RESTORE && row.accountId().equals(accountId))
                .orElseThrow(() -> conflict("restore-unknown", "The product's ledger has no such restore of it."));
        // In the order in which it happened: an erasure not taken over yet comes before the restore that undid it.
        recoverErasures.recoverAccount(accountId);
        QuarkusTransaction.requiringNew().run(() -> activate(accountId, restored, actor));
        liftFence.finish(accountId);
        return QuarkusTransaction.requiringNew().call(() -> accounts.require(accountId));
    }

    private void activate(String accountId, LedgerRow restored, Actor actor) {
        var account = accounts.lock(accountId);
        var known = sql.first(row -> true, "SELECT 1 FROM reactivation WHERE restore_id = ?", restored.id());
        if (known.isPresent()) {
            return;
        }
        // Under the lock that every erasure holds until its tombstone.
        if (product.engine()
                .ledger()
                .latest(LedgerRow.Kind.ERASURE, accountId)
                .filter(erased -> erased.at().isAfter(restored.at()))
                .isPresent()) {
            throw conflict("restore-superseded", "The account was erased after this restore.");
        }
        fences.standing(accountId)
                .ifPresent(fence -> fences.end(fence.purgeRequestId(), Fence.End.RESTORED, restored.id()));
        account.returned(AccountStatus.ACTIVE);
        sweeps.end(accountId, "restored by " + restored.id());
        sql.update(
                "INSERT INTO reactivation (restore_id, account_id, epoch_after) VALUES (?, ?, ?)",
                restored.id(),
                accountId,
                account.epoch());
        timeline.record(Happening.of(
                        "account.reactivated",
                        accountId,
                        actor,
                        Map.of("epoch", account.epoch(), "rows", restored.rows()))
                .inRestore(restored.id())
                .withBackup(backupOf(restored)));
    }

    private static String backupOf(LedgerRow restored) {
        return Json.parse(new String(restored.event(), StandardCharsets.UTF_8))
                .path("data")
                .path("detail")
                .path("backupId")
                .textValue();
    }

    private static Problem conflict(String code, String detail) {
        return Problem.of(409, code, "The account is not reactivated", detail);
    }
}
