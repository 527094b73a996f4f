package io.reprieve.backup.restore;

import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.accountdata.objects.ScratchBucket;
import io.reprieve.accountdata.scratch.ScratchDatabase;
import io.reprieve.backup.operation.TimedWork;
import io.reprieve.backup.product.ScratchObjects;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Problem;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Customers' rows and objects lie beside the product no longer than was said, or than they are needed. */
@ApplicationScoped
class DropBeside implements TimedWork {

    private static final Logger LOG = Logger.getLogger(DropBeside.class);
    private static final Actor SELF = Actor.service("backup-service");

    private final RestoreStore restores;
    private final TrialStore trials;
    private final ScratchDatabase scratch;
    private final ScratchObjects files;
    private final Outbox outbox;

    DropBeside(RestoreStore restores, TrialStore trials, ScratchDatabase scratch, ScratchObjects files, Outbox outbox) {
        this.restores = restores;
        this.trials = trials;
        this.scratch = scratch;
        this.files = files;
        this.outbox = outbox;
    }

    @Override
    public String name() {
        return "drop-beside";
    }

    @Override
    public Schedule schedule() {
        return FixedDelay.of(Duration.ofMinutes(5));
    }

    @Override
    public void run() {
        for (Restore restore : restores.besideOverdue()) {
            try {
                drop(restore, SELF);
            } catch (RuntimeException e) {
                // One that cannot be dropped now must not keep the others lying there.
                LOG.errorf(e, "What restore %s put beside the product still lies there", restore.id);
            }
        }
        for (String plan : trials.overdue()) {
            try {
                scratch.drop(Trial.schemaOf(plan));
                trials.gone(plan);
            } catch (RuntimeException e) {
                LOG.errorf(e, "What plan %s loaded beside the product still lies there", plan);
            }
        }
    }

    /**
     * Drops what one restore put beside the product before its time.
     *
     * @throws Problem 409 when nothing of it lies beside the product, or it is under way
     */
    void dropNow(Restore restore, Actor actor) {
        if (restore.besideSchema == null || restore.state == Restore.State.RUNNING) {
            throw Problem.of(
                            409,
                            "nothing-beside",
                            "Nothing of this restore lies beside the product",
                            "Restore " + restore.id + " is " + restore.state
                                    + (restore.besideSchema == null
                                            ? " and was not made with mode BESIDE."
                                            : "; wait for it."))
                    .allowedActions(List.of());
        }
        if (restore.besideDroppedAt == null) {
            drop(restore, actor);
        }
    }

    /** Dropping twice is the same as once, so that a crash before it is told costs nothing. */
    private void drop(Restore restore, Actor actor) {
        if (restore.besideBucket != null) {
            ScratchBucket bucket = files.bucket()
                    .filter(known -> known.name().equals(restore.besideBucket))
                    .orElseThrow(() -> new IllegalStateException("objects lie in bucket " + restore.besideBucket
                            + ", which REPRIEVE_SCRATCH_BUCKET names no more"));
            bucket.drop(restore.besideSchema);
        }
        scratch.drop(restore.besideSchema);
        QuarkusTransaction.requiringNew().run(() -> {
            restores.dropped(restore.id);
            outbox.append(EventDraft.of("restore.removed", restore.id)
                    .account(restore.accountId)
                    .correlation(restore.id)
                    .by(new EventActor(actor.id(), actor.kind(), actor.clientId()))
                    .with("backupId", restore.backupId));
        });
    }
}
