package io.reprieve.backup.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Asks account-service. Every failure but "no such account" is thrown, for the work to be tried again. */
@ApplicationScoped
public class AccountClient {

    private static final Logger LOG = Logger.getLogger(AccountClient.class);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int WRONG_ID = 422;
    private static final int PAGE = 200;
    private static final List<String> LIVING = List.of("ACTIVE", "SUSPENDED");

    private final AccountApi api;

    AccountClient(@RestClient AccountApi api) {
        this.api = api;
    }

    /**
     * @param accountId {@code acc_…}
     * @return the account; empty when account-service knows none
     */
    public Optional<AccountView> find(String accountId) {
        try {
            return Optional.of(api.account(accountId));
        } catch (WebApplicationException e) {
            int status = e.getResponse().getStatus();
            if (status == NOT_FOUND || status == WRONG_ID) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Goes through every account that is active or suspended.
     *
     * @param each told one account after another
     */
    public void eachLiving(Consumer<AccountView> each) {
        LIVING.forEach(status -> eachThatIs(status, each));
    }

    /**
     * Goes through every account that waits for its purge.
     *
     * @param each told one account after another
     */
    public void eachPurgePending(Consumer<AccountView> each) {
        eachThatIs("PENDING_PURGE", each);
    }

    private void eachThatIs(String status, Consumer<AccountView> each) {
        String cursor = null;
        do {
            AccountPage page = api.accounts(status, PAGE, cursor);
            page.items().forEach(each);
            cursor = page.next();
        } while (cursor != null);
    }

    /**
     * Tells that an account's rows are back; account-service reads the ledger itself. Again is the same as once, and so is being
     * told that something newer has happened to the account since.
     *
     * @param accountId {@code acc_…}
     * @param restoreId {@code rst_…}
     * @return whether the account is active by this restore; false when something newer has happened to it
     */
    public boolean reactivate(String accountId, String restoreId) {
        try (Response answer = answer(accountId, restoreId)) {
            boolean superseded = answer.getStatus() == CONFLICT
                    && answer.readEntity(String.class).contains("\"restore-superseded\"");
            if (superseded) {
                LOG.warnf("Restore %s of %s was superseded before account-service heard of it", restoreId, accountId);
                return false;
            }
            if (answer.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
                throw new IllegalStateException(
                        "account-service answered " + answer.getStatus() + " to the reactivation");
            }
            return true;
        }
    }

    /**
     * Tells how an account's newest drill ended. Again is the same as once.
     *
     * @param accountId {@code acc_…}
     * @param drill its newest
     */
    public void drilled(String accountId, LastDrill drill) {
        api.drilled(accountId, drill).close();
    }

    private Response answer(String accountId, String restoreId) {
        try {
            return api.reactivate(accountId, Map.of("restoreId", restoreId));
        } catch (WebApplicationException e) {
            return e.getResponse();
        }
    }
}
