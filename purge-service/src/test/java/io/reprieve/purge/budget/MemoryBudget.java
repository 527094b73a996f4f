package io.reprieve.purge.budget;

import io.reprieve.purge.simulation.Wiring;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** What was spent of the budgets, by files in memory. */
public final class MemoryBudget {
    private MemoryBudget() {}

    /** Moments at which something was spent. */
    public interface Spending {
        Instant now();

        List<Instant> keysOf(String personId);

        List<Instant> erasures();
    }

    public static void into(Wiring wiring, Supplier<? extends Spending> spending) {
        wiring.with(BudgetRecord.class, new BudgetRecord(null) {
            @Override
            Spent keysOf(String personId) {
                return spent(spending.get().now(), spending.get().keysOf(personId));
            }

            @Override
            Spent erasures() {
                return spent(spending.get().now(), spending.get().erasures());
            }

            @Override
            void lockKeysOf(String personId) {}

            @Override
            void lockErasures() {}
        });
    }

    private static BudgetRecord.Spent spent(Instant now, List<Instant> moments) {
        List<Instant> inDay = moments.stream()
                .filter(at -> at.isAfter(now.minus(Duration.ofDays(1))))
                .sorted()
                .toList();
        List<Instant> inHour = inDay.stream()
                .filter(at -> at.isAfter(now.minus(Duration.ofHours(1))))
                .toList();
        return new BudgetRecord.Spent(inHour.size(), inDay.size(), oldest(inHour), oldest(inDay), now);
    }

    private static Instant oldest(List<Instant> moments) {
        return moments.isEmpty() ? null : moments.get(0);
    }

    /** One that is never spent. */
    public static Budget unlimited() {
        return new Budget(null, null) {
            @Override
            public void requireKey(String personId) {}

            @Override
            public void takeKey(String personId) {}

            @Override
            public void requireErasure(long accounts) {}

            @Override
            public void takeErasure(long accounts) {}
        };
    }
}
