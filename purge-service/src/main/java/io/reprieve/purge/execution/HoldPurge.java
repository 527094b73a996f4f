package io.reprieve.purge.execution;

import io.reprieve.purge.database.Database;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;

/** Stops a purge where it is until somebody releases or reprieves it; whoever does nothing lets it expire. */
@ApplicationScoped
class HoldPurge {
    private final Database database;
    private final PolicyInForce policy;
    private final TransitionPurge transition;
    private final RoundStore rounds;
    private final PurgeStore store;

    HoldPurge(
            Database database, PolicyInForce policy, TransitionPurge transition, RoundStore rounds, PurgeStore store) {
        this.database = database;
        this.policy = policy;
        this.transition = transition;
        this.rounds = rounds;
        this.store = store;
    }

    Next hold(PurgeRequest seen, String why) {
        database.inTransaction(() -> move(seen, why));
        return Next.now();
    }

    /** The round came to nothing; one that is held already, because it was released, stays so. */
    Next failed(PurgeRequest seen, String why) {
        database.inTransaction(() -> {
            store.lockAsSeen(seen);
            rounds.failed(seen.id(), seen.round(), why);
            if (seen.state() instanceof PurgeState.Holdable) {
                move(seen, why);
            } else {
                transition.note(seen.id(), Cause.self("purge.held", why));
                store.why(seen.id(), why);
            }
        });
        return Next.now();
    }

    private void move(PurgeRequest seen, String why) {
        transition.moveAsSeen(
                seen, Exit.hold(database.now().plus(policy.now().heldWindow())), Cause.self("purge.held", why));
    }
}
