package io.reprieve.purge.freeze;

import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.util.function.Supplier;

/** A freeze that is on record in memory. */
@Vetoed
public class MemoryFreeze extends Freeze {
    private final Supplier<? extends Record> record;

    public MemoryFreeze(Supplier<? extends Record> record) {
        super(null);
        this.record = record;
    }

    /** What there is to know of it. */
    public interface Record {
        boolean frozen();

        void freeze();

        /** Since the last freeze was lifted. */
        long denials(Duration within);
    }

    @Override
    public boolean isOn() {
        return record.get().frozen();
    }

    @Override
    public void requireNone() {
        if (isOn()) {
            throw new Frozen();
        }
    }

    @Override
    boolean set(String reason, String personId) {
        if (isOn()) {
            return false;
        }
        record.get().freeze();
        return true;
    }

    @Override
    long denials(Duration within) {
        return record.get().denials(within);
    }

    /** The same, but it stops nothing. */
    public MemoryFreeze toothless() {
        return new MemoryFreeze(record) {
            @Override
            public boolean isOn() {
                return false;
            }
        };
    }

    /** Nothing sets a freeze by itself. */
    public static AutomaticFreeze notAutomatic() {
        return new AutomaticFreeze(null, null, null) {
            @Override
            public void denied() {}

            @Override
            public void restoredAfter(String purgeId, String accountId) {}

            @Override
            public void deletedWithoutWarrant(String accountId) {}
        };
    }
}
