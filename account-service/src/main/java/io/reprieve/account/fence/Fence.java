package io.reprieve.account.fence;

import io.reprieve.account.registry.AccountStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * What keeps the product from writing to an account while its purge waits.
 *
 * @param since when the fence was proved to stand, or, as long as it is not, when it was ordered
 * @param endedAs null while it stands
 * @param productLifted whether the product was told that it ended
 */
public record Fence(
        String purgeRequestId,
        String accountId,
        long epochBefore,
        long epochAfter,
        AccountStatus statusBefore,
        Instant since,
        Probe probe,
        End endedAs,
        boolean productLifted) {
    /** How a fence ended. */
    public enum End {
        LIFTED,
        ERASED,
        RESTORED
    }

    /** What the probe write showed. */
    public enum Outcome {
        /** The product refused the probe write. */
        HELD,
        /** The probe did not prove anything; no erasure. */
        NOT_PROVED,
        /** The data map declares no fence. */
        NOT_DECLARED
    }

    /** The probe's outcome, with the product's words where it proved nothing. */
    public record Probe(Outcome outcome, String detail) {}

    /** The fence as callers see it. */
    public record View(String purgeRequestId, long epochBefore, long epochAfter, Instant since, Probe probe) {}

    public boolean stands() {
        return endedAs == null;
    }

    /** Whether something decided at that epoch was decided for this fence's purge: just before it rose, or since. */
    public boolean covers(long epoch) {
        return epoch == epochBefore || epoch == epochAfter;
    }

    public Optional<End> ended() {
        return Optional.ofNullable(endedAs);
    }

    public View view() {
        return new View(purgeRequestId, epochBefore, epochAfter, since, probe);
    }
}
