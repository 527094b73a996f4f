package io.reprieve.account.deletion;

import io.reprieve.account.Sql;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.registry.Account;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.account.registry.Accounts;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.edge.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;

/** Registered accounts that the product should hold, and those that were found missing. */
@ApplicationScoped
class MissingAccounts {
    private static final Actor SELF = Actor.service("account-service");
    private static final String NOTE = "the product no longer holds the account; nobody had a warrant";

    /** An account the product should hold. */
    record Expected(String accountId, String accountKey) {}

    private final Accounts accounts;
    private final UnsanctionedDeletions deletions;
    private final Product product;
    private final Sql sql;

    MissingAccounts(Accounts accounts, UnsanctionedDeletions deletions, Product product, Sql sql) {
        this.accounts = accounts;
        this.deletions = deletions;
        this.product = product;
        this.sql = sql;
    }

    /** In the order of their ids, from the one after this. */
    @Transactional
    public List<Expected> expected(String after, int limit) {
        return sql.list(
                row -> new Expected(row.getString("id"), row.getString("account_key")),
                "SELECT id, account_key FROM account WHERE status <> 'PURGED' AND id > ? ORDER BY id LIMIT ?",
                after,
                limit);
    }

    @Transactional
    public Set<String> known() {
        return Set.copyOf(sql.list(row -> row.getString(1), "SELECT account_id FROM missing_account"));
    }

    @Transactional
    public void foundAgain(String accountId) {
        sql.update("DELETE FROM missing_account WHERE account_id = ?", accountId);
    }

    /**
     * Reports the account once, if it is gone without a warrant now that no erasure of it is at work.
     *
     * @return whether it was reported by this call
     */
    @Transactional
    public boolean report(String accountId) {
        var account = accounts.lock(accountId);
        if (account.status() == AccountStatus.PURGED || isThere(account) || wasErased(account)) {
            return false;
        }
        if (sql.update("INSERT INTO missing_account (account_id) VALUES (?) ON CONFLICT DO NOTHING", accountId) == 0) {
            return false;
        }
        deletions.report(accountId, NOTE, SELF);
        return true;
    }

    private boolean isThere(Account account) {
        return product.engine().accountKey(account.accountKey()).isPresent();
    }

    // Committed in the product, and its tombstone not written yet.
    private boolean wasErased(Account account) {
        var ledger = product.engine().ledger();
        return ledger.latest(LedgerRow.Kind.ERASURE, account.id())
                .filter(erased -> !ledger.isRestoredSince(erased))
                .isPresent();
    }
}
