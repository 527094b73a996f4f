package io.reprieve.purge.facts;

import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.simulation.Wiring;
import java.time.Instant;

/** Whose earlier requests came to nothing worth telling. */
public final class CleanRecord {
    private CleanRecord() {}

    public static void into(Wiring wiring) {
        wiring.with(PastRequests.class, new PastRequests(null) {
            @Override
            PurgeFacts.PastRequest lastBefore(String personId, String purgeId, Instant at) {
                return new PurgeFacts.PastRequest(null, null, null);
            }
        });
    }
}
