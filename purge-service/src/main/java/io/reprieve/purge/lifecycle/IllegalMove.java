package io.reprieve.purge.lifecycle;

/** A move the present state does not offer. Carries the state, so that the answer can say what it does offer. */
public final class IllegalMove extends RuntimeException {
    private final transient PurgeState state;

    public IllegalMove(PurgeState state, String wanted) {
        super("a request that is %s cannot %s".formatted(state.name(), wanted));
        this.state = state;
    }

    public PurgeState state() {
        return state;
    }
}
