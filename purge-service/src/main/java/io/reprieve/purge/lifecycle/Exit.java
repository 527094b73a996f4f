package io.reprieve.purge.lifecycle;

import java.time.Instant;
import java.util.function.Function;

/** One move, named, from whichever states offer it; applying it to any other state is an {@link IllegalMove}. */
public final class Exit {
    private final String name;
    private final Function<PurgeState, PurgeState> move;

    private <S extends PurgeState> Exit(String name, Class<S> from, Function<S, PurgeState> move) {
        this.name = name;
        this.move = state -> from.isInstance(state) ? move.apply(from.cast(state)) : null;
    }

    public PurgeState from(PurgeState state) {
        PurgeState next = move.apply(state);
        if (next == null) {
            throw new IllegalMove(state, name);
        }
        return next;
    }

    public static Exit backUp() {
        return new Exit("start its backup", PurgeState.Requested.class, PurgeState.Requested::backUp);
    }

    public static Exit block() {
        return new Exit("be blocked", PurgeState.Blockable.class, PurgeState.Blockable::block);
    }

    public static Exit awaitApproval(Instant expiresAt) {
        return new Exit("await approval", PurgeState.Provable.class, s -> s.awaitApproval(expiresAt));
    }

    public static Exit coolOff(Instant now, Instant startBy) {
        return new Exit("be approved", PurgeState.AwaitingApproval.class, s -> s.coolOff(now, startBy));
    }

    public static Exit deny() {
        return new Exit("be denied", PurgeState.AwaitingApproval.class, PurgeState.AwaitingApproval::deny);
    }

    public static Exit hold(Instant expiresAt) {
        return new Exit("be held", PurgeState.Holdable.class, s -> s.hold(expiresAt));
    }

    public static Exit release(Instant expiresAt) {
        return new Exit("be released", PurgeState.Held.class, s -> s.release(expiresAt));
    }

    public static Exit expire(Instant now) {
        return new Exit("expire", PurgeState.Expirable.class, s -> s.expire(now));
    }

    public static Exit reprieve() {
        return new Exit("be reprieved", PurgeState.Reprievable.class, PurgeState.Reprievable::reprieve);
    }

    public static Exit erase(Instant now) {
        return new Exit("be executed", PurgeState.CoolingOff.class, s -> s.erase(now));
    }

    public static Exit purged() {
        return new Exit("be purged", PurgeState.Erasable.class, PurgeState.Erasable::purged);
    }

    public static Exit restored() {
        return new Exit("be restored", PurgeState.Purged.class, PurgeState.Purged::restored);
    }
}
