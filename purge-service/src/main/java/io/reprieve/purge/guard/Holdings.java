package io.reprieve.purge.guard;

import java.time.Instant;

/**
 * What an account holds at one moment.
 *
 * @param bytes of its rows
 * @param people of the customer, as the registry knows them
 * @param lastActivityAt null: the account has never been used
 */
public record Holdings(long rows, long bytes, long objects, long objectBytes, int people, Instant lastActivityAt) {
    public static final Holdings NONE = new Holdings(0, 0, 0, 0, 0, null);

    /** True when any measure is larger than the other's: data that exists only here must not be argued away. */
    boolean exceed(Holdings other) {
        return rows > other.rows || objects > other.objects || objectBytes > other.objectBytes;
    }

    boolean moreRecentThan(Holdings other) {
        return lastActivityAt != null && (other.lastActivityAt == null || lastActivityAt.isAfter(other.lastActivityAt));
    }

    String inWords() {
        return "%,d rows, %,d objects (%,d bytes), %d people, %s"
                .formatted(
                        rows,
                        objects,
                        objectBytes,
                        people,
                        lastActivityAt == null ? "never active" : "last active " + lastActivityAt);
    }
}
