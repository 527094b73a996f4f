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
 * A reprieve while a warrant is out. Only account-service can say which of the two was first: its lifting of the fence
 * raises the epoch, after which the warrant is void; if it will not lift, the account is gone.
 */
@ApplicationScoped
public class ReprieveInErasing {
    private final AccountClient accounts;
    private final TransitionPurge transition;
    private final PurgeStore store;
    private final Database database;

    ReprieveInErasing(AccountClient accounts, TransitionPurge transition, PurgeStore store, Database database) {
        this.accounts = accounts;
        this.transition = transition;
        this.store = store;
        this.database = database;
    }

    /** @return whether account-service gave its word, for or against; false: ask again */
    public boolean tryNow(PurgeRequest purge) {
        PurgeRequest.ReprieveAsked asked = purge.act().reprieveAskedBy();
        try {
            accounts.liftFence(purge.subject().accountId(), purge.id(), asked.reason());
        } catch (Neighbour.Refused | Neighbour.Silent e) {
            return false;
        }
        Actor actor = new Actor(asked.id(), asked.kind(), asked.client());
        database.inTransaction(() -> {
            if (store.lock(purge.id()).state() instanceof PurgeState.Reprievable) {
                transition.move(purge.id(), Exit.reprieve(), Cause.by(actor, "purge.reprieved", asked.reason()));
                store.warrantAnswered(purge.id());
            }
        });
        return true;
    }
}
