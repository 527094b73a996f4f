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
        if (this instanceof Held) {
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
            return new Held(expiresAt);
        }
    }

    sealed interface Expirable extends PurgeState {
        default Expired expire() {
            return new Expired();
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

        public CoolingOff coolOff() {
            return new CoolingOff();
        }

        public Denied deny() {
            return new Denied();
        }
    }

    record CoolingOff() implements Reprievable, Holdable, Expirable, Provable {
        @Override
        public StateName name() {
            return StateName.COOLING_OFF;
        }

        public Erasing erase() {
            return new Erasing();
        }
    }

    record Held(Instant expiresAt) implements Reprievable, Expirable, Provable {
        @Override
        public StateName name() {
            return StateName.HELD;
        }
    }

    record Erasing() implements Reprievable, Holdable {
        @Override
        public StateName name() {
            return StateName.ERASING;
        }

        public Purged purged() {
            return new Purged();
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
