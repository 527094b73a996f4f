package io.reprieve.purge.execution;

import io.reprieve.edge.Actor;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Ends a purge whose warrant may still be at work. Only account-service can say which of the two was first: its lifting of
 * the fence stops the purge for good, after which no warrant counts; if it will not lift, the account is gone.
 */
@ApplicationScoped
public class StopErasure {
    private final AccountClient accounts;
    private final TransitionPurge transition;
    private final PurgeStore store;
    private final Database database;

    StopErasure(AccountClient accounts, TransitionPurge transition, PurgeStore store, Database database) {
        this.accounts = accounts;
        this.transition = transition;
        this.store = store;
        this.database = database;
    }

    /** Carries out a reprieve that was asked for; false: account-service has not said that it came in time, ask again. */
    public boolean reprieve(PurgeRequest purge) {
        PurgeRequest.ReprieveAsked asked = purge.act().reprieveAskedBy();
        if (!isStopped(purge, asked.reason())) {
            return false;
        }
        Actor actor = new Actor(asked.id(), asked.kind(), asked.client());
        database.inTransaction(() -> {
            if (store.lock(purge.id()).state() instanceof PurgeState.Reprievable) {
                Cause stopped = Cause.by(actor, "purge.reprieved", asked.reason())
                        .with("notBefore", purge.window().notBefore());
                transition.move(purge.id(), Exit.reprieve(), stopped);
                store.warrantSettled(purge.id());
            }
        });
        return true;
    }

    /** Expires a held one; false: account-service has not said yet that nothing can be carried out any more. */
    boolean expire(PurgeRequest held) {
        String why = "held and not released: " + held.why();
        if (held.act().warrantIsOut() && !isStopped(held, why)) {
            return false;
        }
        database.inTransaction(() -> {
            transition.moveAsSeen(held, Exit.expire(database.now()), Cause.self("purge.expired", why));
            store.warrantSettled(held.id());
        });
        return true;
    }

    private boolean isStopped(PurgeRequest purge, String reason) {
        try {
            accounts.liftFence(purge.subject().accountId(), purge.id(), reason);
            return true;
        } catch (Neighbour.Refused | Neighbour.Silent e) {
            return false;
        }
    }
}
