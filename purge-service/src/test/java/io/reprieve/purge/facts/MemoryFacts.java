package io.reprieve.purge.facts;

import io.reprieve.purge.guard.Fact;
import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.simulation.Wiring;
import java.time.Instant;
import java.util.function.Supplier;

/** How facts are gathered in the simulation. */
public final class MemoryFacts {
    private MemoryFacts() {}

    /** Whose earlier requests came to nothing worth telling. */
    public static void cleanRecord(Wiring wiring) {
        wiring.with(PastRequests.class, new PastRequests(null) {
            @Override
            PurgeFacts.PastRequest lastBefore(String personId, String purgeId, Instant at) {
                return new PurgeFacts.PastRequest(null, null, null);
            }
        });
    }

    /** One question after the other, so that a seed shows the same again. */
    public static void oneByOne(Wiring wiring) {
        wiring.with(Learn.class, new Learn() {
            @Override
            <T> Asked<T> ask(Supplier<T> question) {
                Fact<T> fact = answer(question);
                return () -> fact;
            }
        });
    }
}
