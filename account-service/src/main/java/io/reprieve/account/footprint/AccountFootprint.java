package io.reprieve.account.footprint;

import io.reprieve.accountdata.order.Footprint;
import java.time.Instant;
import java.util.List;

/**
 * An account's rows, bytes, objects and last activity at one moment.
 *
 * @param bytes of rows as stored, without indexes
 * @param people contacts the registry knows
 * @param lastActivityAt null when nothing shows any
 */
public record AccountFootprint(
        String accountId,
        Instant takenAt,
        long rows,
        long bytes,
        long objects,
        long objectBytes,
        Instant lastActivityAt,
        int people,
        List<Source> sources) {
    /** One data source's share; {@code tables} is empty for a bucket. */
    public record Source(
            String name,
            String kind,
            long rows,
            long bytes,
            long objects,
            long objectBytes,
            List<Footprint.TableSize> tables) {}
}
