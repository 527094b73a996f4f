package io.reprieve.purge.execution;

import io.reprieve.purge.database.Database;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;

/** Stops a purge where it is until somebody releases or reprieves it; whoever does nothing lets it expire. */
@ApplicationScoped
class HoldPurge {
    private final Database database;
    private final PolicyInForce policy;
    private final TransitionPurge transition;
    private final PurgeStore store;

    HoldPurge(Database database, PolicyInForce policy, TransitionPurge transition, PurgeStore store) {
        this.database = database;
        this.policy = policy;
        this.transition = transition;
        this.store = store;
    }

    Next hold(String id, String why) {
        database.inTransaction(() -> transition.move(
                id, Exit.hold(database.now().plus(policy.now().heldWindow())), Cause.self("purge.held", why)));
        return Next.now();
    }

    /** For one that is held already: a release that came to nothing. */
    Next stayHeld(String id, String why) {
        database.inTransaction(() -> {
            transition.note(id, Cause.self("purge.held", why));
            store.why(id, why);
        });
        return Next.now();
    }
}
