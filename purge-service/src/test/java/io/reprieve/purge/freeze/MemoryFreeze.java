package io.reprieve.purge.freeze;

import jakarta.enterprise.inject.Vetoed;
import java.util.function.BooleanSupplier;

/** A freeze that stands while the simulation says so. */
@Vetoed
public class MemoryFreeze extends Freeze {
    private final BooleanSupplier on;

    public MemoryFreeze(BooleanSupplier on) {
        super(null);
        this.on = on;
    }

    @Override
    public boolean isOn() {
        return on.getAsBoolean();
    }

    @Override
    public void requireNone() {
        if (isOn()) {
            throw new Frozen();
        }
    }

    /** What sets a freeze by itself, switched off: the simulation sets its own. */
    public static AutomaticFreeze notAutomatic() {
        return new AutomaticFreeze(null, null, null, null) {
            @Override
            public void denied() {}

            @Override
            public void restoredAfter(String purgeId, String accountId) {}

            @Override
            public void deletedWithoutWarrant(String accountId) {}
        };
    }
}
