package io.reprieve.purge.request;

import io.reprieve.edge.Actor;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.execution.PurgeTasks;
import io.reprieve.purge.execution.StopErasure;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.PurgeState;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Stops a purge. Needs this service's own database and nothing else: the fence is lifted by a task that goes on until it
 * is. Only while a warrant is out does account-service have the last word.
 */
@ApplicationScoped
public class ReprievePurge {
    private final PurgeStore store;
    private final TransitionPurge transition;
    private final StopErasure stopErasure;
    private final Database database;
    private final PurgeTasks tasks;

    ReprievePurge(
            PurgeStore store,
            TransitionPurge transition,
            StopErasure stopErasure,
            Database database,
            PurgeTasks tasks) {
        this.store = store;
        this.transition = transition;
        this.stopErasure = stopErasure;
        this.database = database;
        this.tasks = tasks;
    }

    /** @return whether it is stopped; false: a warrant is out and account-service has not answered yet */
    public boolean reprieve(String id, Actor actor, String reason) {
        return reprieve(id, actor, reason, () -> {});
    }

    /** @param along what is written in the reprieve's transaction, or not at all */
    public boolean reprieve(String id, Actor actor, String reason, Runnable along) {
        boolean warrantOut = database.callInTransaction(() -> {
            PurgeRequest purge = store.lock(id);
            along.run();
            if (purge.state() instanceof PurgeState.Erasable && purge.act().warrantIsOut()) {
                store.reprieveAsked(
                        id, new PurgeRequest.ReprieveAsked(actor.id(), actor.kind(), actor.clientId(), reason));
                return true;
            }
            Cause stopped = Cause.by(actor, "purge.reprieved", reason)
                    .with("notBefore", purge.window().notBefore());
            transition.move(id, Exit.reprieve(), stopped);
            return false;
        });
        boolean stopped = !warrantOut || stopErasure.reprieve(store.find(id).orElseThrow());
        tasks.nudge(id);
        return stopped;
    }
}
