package io.reprieve.purge.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The lifecycle of a purge request. Each state offers its legal exits as methods and no others, so that an illegal move
 * is something that cannot be written down; {@link StateName#exits()} is the same table for the database and for answers.
 */
public sealed interface PurgeState {

    StateName name();

    /** What a person may ask for in this state. */
    default List<Action> allowedActions() {
        List<Action> actions = new ArrayList<>();
        if (this instanceof AwaitingApproval) {
            actions.add(Action.APPROVE);
            actions.add(Action.DENY);
        }
        if (this instanceof Held held && !held.startingAgain()) {
            actions.add(Action.RELEASE);
        }
        if (this instanceof Reprievable) {
            actions.add(Action.REPRIEVE);
        }
        return List.copyOf(actions);
    }

    /** Any state before the commit that erases. */
    sealed interface Reprievable extends PurgeState {
        default Reprieved reprieve() {
            return new Reprieved();
        }
    }

    sealed interface Blockable extends PurgeState {
        default Blocked block() {
            return new Blocked();
        }
    }

    sealed interface Holdable extends PurgeState {
        default Held hold(Instant expiresAt) {
            return new Held(expiresAt, false);
        }
    }

    sealed interface Expirable extends PurgeState {
        /** Whether its time has run out. */
        boolean isOver(Instant now);

        /** @throws IllegalMove before its time has run out */
        default Expired expire(Instant now) {
            if (!isOver(now)) {
                throw new IllegalMove(this, "expire before its time");
            }
            return new Expired();
        }
    }

    /** States in which a tombstone may turn up: the product's commit decides, whatever was believed meanwhile. */
    sealed interface Erasable extends PurgeState {
        default Purged purged() {
            return new Purged();
        }
    }

    /** States that end in fresh evidence, for which both keys have to turn (again). */
    sealed interface Provable extends PurgeState {
        default AwaitingApproval awaitApproval(Instant expiresAt) {
            return new AwaitingApproval(expiresAt);
        }
    }

    record Requested() implements Reprievable, Blockable {
        @Override
        public StateName name() {
            return StateName.REQUESTED;
        }

        public BackingUp backUp() {
            return new BackingUp();
        }
    }

    record BackingUp() implements Reprievable, Blockable, Holdable, Provable {
        @Override
        public StateName name() {
            return StateName.BACKING_UP;
        }
    }

    record AwaitingApproval(Instant expiresAt) implements Reprievable, Blockable, Expirable {
        @Override
        public StateName name() {
            return StateName.AWAITING_APPROVAL;
        }

        @Override
        public boolean isOver(Instant now) {
            return !now.isBefore(expiresAt);
        }

        /**
         * @param startBy until when the account must be fenced and the wait begun
         * @throws IllegalMove after its time: silence has expired it, whether or not that was noticed
         */
        public CoolingOff coolOff(Instant now, Instant startBy) {
            if (isOver(now)) {
                throw new IllegalMove(this, "be approved: its time ran out at " + expiresAt);
            }
            return new CoolingOff(null, startBy);
        }

        public Denied deny() {
            return new Denied();
        }
    }

    /**
     * @param notBefore end of the wait; null until the account is fenced and found as it was approved
     * @param executeBy end of the window in which it may be executed; as long as no wait runs, in which one may begin
     */
    record CoolingOff(Instant notBefore, Instant executeBy) implements Reprievable, Holdable, Expirable, Provable {
        @Override
        public StateName name() {
            return StateName.COOLING_OFF;
        }

        @Override
        public boolean isOver(Instant now) {
            return now.isAfter(executeBy);
        }

        /** @throws IllegalMove while the wait lasts, and after the window */
        public Erasing erase(Instant now) {
            if (notBefore == null || now.isBefore(notBefore) || isOver(now)) {
                throw new IllegalMove(this, "be executed outside its window");
            }
            return new Erasing();
        }
    }

    /** @param startingAgain it was released, and its new backup is being taken */
    record Held(Instant expiresAt, boolean startingAgain) implements Reprievable, Expirable, Provable, Erasable {
        @Override
        public StateName name() {
            return StateName.HELD;
        }

        @Override
        public boolean isOver(Instant now) {
            return !now.isBefore(expiresAt);
        }

        /** Held until its new backup is there, with the whole time to get it. */
        public Held release(Instant newExpiry) {
            if (startingAgain) {
                throw new IllegalMove(this, "be released again: its new backup is being taken");
            }
            return new Held(newExpiry, true);
        }
    }

    record Erasing() implements Reprievable, Holdable, Erasable {
        @Override
        public StateName name() {
            return StateName.ERASING;
        }
    }

    record Purged() implements PurgeState {
        @Override
        public StateName name() {
            return StateName.PURGED;
        }

        public Restored restored() {
            return new Restored();
        }
    }

    record Blocked() implements PurgeState {
        @Override
        public StateName name() {
            return StateName.BLOCKED;
        }
    }

    record Denied() implements PurgeState {
        @Override
        public StateName name() {
            return StateName.DENIED;
        }
    }

    record Expired() implements PurgeState {
        @Override
        public StateName name() {
            return StateName.EXPIRED;
        }
    }

    record Reprieved() implements PurgeState {
        @Override
        public StateName name() {
            return StateName.REPRIEVED;
        }
    }

    record Restored() implements PurgeState {
        @Override
        public StateName name() {
            return StateName.RESTORED;
        }
    }
}
