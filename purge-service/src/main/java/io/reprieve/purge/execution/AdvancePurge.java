package io.reprieve.purge.execution;

import io.reprieve.outbox.AuditUnavailable;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.approval.RolesUnknown;
import io.reprieve.purge.budget.BudgetSpent;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.freeze.Frozen;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.IllegalMove;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.ClockAstray;
import io.reprieve.purge.request.MovedMeanwhile;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Does the next thing there is to do for one purge. Every step may be cut off anywhere and is simply taken again. */
@ApplicationScoped
public class AdvancePurge {
    private static final Logger LOG = Logger.getLogger(AdvancePurge.class);

    private final PurgeStore store;
    private final Freeze freeze;
    private final TransitionPurge transition;
    private final TakeBackup takeBackup;
    private final AwaitApproval awaitApproval;
    private final CoolOff coolOff;
    private final EraseAccount eraseAccount;
    private final LiftFence liftFence;
    private final StopErasure stopErasure;
    private final RecordPurged recordPurged;
    private final Database database;
    private final PurgeConfig config;

    AdvancePurge(
            PurgeStore store,
            Freeze freeze,
            TransitionPurge transition,
            TakeBackup takeBackup,
            AwaitApproval awaitApproval,
            CoolOff coolOff,
            EraseAccount eraseAccount,
            LiftFence liftFence,
            StopErasure stopErasure,
            RecordPurged recordPurged,
            Database database,
            PurgeConfig config) {
        this.store = store;
        this.freeze = freeze;
        this.transition = transition;
        this.takeBackup = takeBackup;
        this.awaitApproval = awaitApproval;
        this.coolOff = coolOff;
        this.eraseAccount = eraseAccount;
        this.liftFence = liftFence;
        this.stopErasure = stopErasure;
        this.recordPurged = recordPurged;
        this.database = database;
        this.config = config;
    }

    Next advance(String id) {
        PurgeRequest purge = store.find(id).orElse(null);
        if (purge == null) {
            return Next.done();
        }
        try {
            Next next = step(purge);
            // Somebody may have approved or reprieved meanwhile, and their nudge came while this task was running.
            long left = next.leftAs() == null ? purge.version() : next.leftAs();
            boolean movedMeanwhile =
                    store.find(id).filter(p -> p.version() != left).isPresent();
            return movedMeanwhile ? Next.now() : next;
        } catch (MovedMeanwhile e) {
            LOG.debugf("%s", e.getMessage());
            return Next.now();
        } catch (IllegalMove e) {
            LOG.debugf("%s stays as it is: %s", id, e.getMessage());
            return Next.in(config.look().progress());
        } catch (ClockAstray e) {
            LOG.errorf("%s (%s) is stopped: %s", id, purge.state().name(), e.getMessage());
            store.why(id, e.getMessage());
            return Next.in(config.look().progress());
        } catch (Frozen e) {
            return Next.in(config.look().progress());
        } catch (BudgetSpent e) {
            store.why(id, e.getMessage());
            return Next.in(shorter(e.untilNext(), config.look().waiting()));
        } catch (Neighbour.Silent | AuditUnavailable | RolesUnknown e) {
            LOG.infof("%s (%s) waits: %s", id, purge.state().name(), e.getMessage());
            return Next.in(config.look().progress());
        }
    }

    private Next step(PurgeRequest purge) {
        if (purge.state() instanceof PurgeState.Erasable) {
            if (recordPurged.ifErased(purge)) {
                return Next.now();
            }
            if (purge.act().reprieveAskedBy() != null) {
                return stopErasure.reprieve(purge)
                        ? Next.now()
                        : Next.in(config.look().progress());
            }
        }
        if (purge.state() instanceof PurgeState.Erasing) {
            return eraseAccount.step(purge, freeze.isOn());
        }
        if (!purge.state().name().isLive()) {
            return liftFence.step(purge);
        }
        if (freeze.isOn()) {
            return Next.in(config.look().progress());
        }
        if (purge.state() instanceof PurgeState.Requested) {
            database.inTransaction(
                    () -> transition.moveAsSeen(purge, Exit.backUp(), Cause.self("purge.backing-up", null)));
            return Next.now();
        }
        if (purge.state() instanceof PurgeState.BackingUp) {
            return takeBackup.step(purge);
        }
        if (purge.state() instanceof PurgeState.AwaitingApproval awaiting) {
            return awaitApproval.step(purge, awaiting.expiresAt());
        }
        if (purge.state() instanceof PurgeState.Held held) {
            return held(purge, held);
        }
        return coolOff.step(purge);
    }

    private Next held(PurgeRequest purge, PurgeState.Held held) {
        Instant now = database.now();
        if (held.isOver(now)) {
            return stopErasure.expire(purge)
                    ? Next.now()
                    : Next.in(config.look().progress());
        }
        if (held.startingAgain()) {
            return takeBackup.step(purge);
        }
        return Next.in(
                shorter(Duration.between(now, held.expiresAt()), config.look().waiting()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
