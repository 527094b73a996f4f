package io.reprieve.purge.approval;

import io.reprieve.edge.Actor;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.execution.PurgeTasks;
import io.reprieve.purge.freeze.AutomaticFreeze;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;

/** One no is enough. */
@ApplicationScoped
public class DenyPurge {
    private final TransitionPurge transition;
    private final AutomaticFreeze automaticFreeze;
    private final Database database;
    private final PurgeTasks tasks;

    DenyPurge(TransitionPurge transition, AutomaticFreeze automaticFreeze, Database database, PurgeTasks tasks) {
        this.transition = transition;
        this.automaticFreeze = automaticFreeze;
        this.database = database;
        this.tasks = tasks;
    }

    public void deny(String id, Actor actor, String reason) {
        database.inTransaction(() -> {
            transition.move(id, Exit.deny(), Cause.by(actor, "purge.denied", reason));
            automaticFreeze.denied();
        });
        tasks.nudge(id);
    }
}
