package io.reprieve.purge.simulation;

import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.PurgeFacts;
import java.time.Instant;
import java.util.Optional;

/** What becomes of the other of two twins; by hand, and not by the guard's rules, whether it may be the one that stays. */
enum Survivor {
    FULLER(true, "ACTIVE", new Holdings(20, 2000, 4, 4000, 3, Year.AFTER)),
    AS_FULL(true, "SUSPENDED", new Holdings(10, 1000, 2, 2000, 1, Year.SAME)),
    EMPTIER(false, "ACTIVE", new Holdings(9, 900, 4, 4000, 3, Year.AFTER)),
    WITHOUT_ITS_OBJECTS(false, "ACTIVE", new Holdings(20, 2000, 0, 0, 3, Year.AFTER)),
    OUT_OF_USE(false, "ACTIVE", new Holdings(20, 2000, 4, 4000, 3, Year.BEFORE)),
    WITHOUT_PEOPLE(false, "ACTIVE", new Holdings(20, 2000, 4, 4000, 0, Year.AFTER)),
    FENCED(false, "PENDING_PURGE", new Holdings(20, 2000, 4, 4000, 3, Year.AFTER)),
    PURGED(false, "PURGED", Holdings.NONE),
    MISSING(false, null, Holdings.NONE);

    static final String ID = "acc_2";

    /** When each was used last. */
    private static final class Year {
        static final Instant BEFORE = Instant.parse("2019-01-01T00:00:00Z");
        static final Instant SAME = SimulatedRegistry.LONG_AGO;
        static final Instant AFTER = Instant.parse("2021-01-01T00:00:00Z");
    }

    private final boolean mayStay;
    private final String status;
    private final Holdings holdings;

    Survivor(boolean mayStay, String status, Holdings holdings) {
        this.mayStay = mayStay;
        this.status = status;
        this.holdings = holdings;
    }

    boolean mayStay() {
        return mayStay;
    }

    Holdings holdings() {
        return holdings;
    }

    /** Empty when there is no such account. */
    Optional<String> status() {
        return Optional.ofNullable(status);
    }

    PurgeFacts.Twin asTwin() {
        return new PurgeFacts.Twin(ID, SimulatedRegistry.NAME, status, holdings);
    }
}
