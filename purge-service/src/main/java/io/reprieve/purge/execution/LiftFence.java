package io.reprieve.purge.execution;

import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Gives the account back after a purge that came to nothing; tried until account-service has done it. */
@ApplicationScoped
class LiftFence {
    private static final Logger LOG = Logger.getLogger(LiftFence.class);

    private final AccountClient accounts;
    private final PurgeStore store;
    private final PurgeConfig config;

    LiftFence(AccountClient accounts, PurgeStore store, PurgeConfig config) {
        this.accounts = accounts;
        this.store = store;
        this.config = config;
    }

    Next step(PurgeRequest purge) {
        if (!purge.fence().toLift()) {
            return Next.done();
        }
        try {
            accounts.liftFence(
                    purge.subject().accountId(),
                    purge.id(),
                    purge.state().name() + (purge.why() == null ? "" : ": " + purge.why()));
        } catch (Neighbour.Refused e) {
            boolean stillOurs = accounts.find(purge.subject().accountId())
                    .filter(account -> account.isFencedBy(purge.id()))
                    .isPresent();
            if (stillOurs) {
                LOG.warnf("%s: the fence could not be lifted: %s", purge.id(), e.getMessage());
                return Next.in(config.look().waiting());
            }
        }
        store.fenceGone(purge.id());
        return Next.done();
    }
}
