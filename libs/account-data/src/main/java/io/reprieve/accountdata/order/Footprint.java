package io.reprieve.accountdata.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An account's size and last activity at one moment.
 *
 * @param accountKey the account
 * @param tables per owned table, the root among them, in name order
 * @param objects versions of objects under the account's prefix, the older ones among them
 * @param objectBytes their size
 * @param lastActivity the latest past moment in any timestamp column or object; null when there is none
 * @param takenAt the database's clock
 */
public record Footprint(
        String accountKey,
        List<TableSize> tables,
        long objects,
        long objectBytes,
        Instant lastActivity,
        Instant takenAt) {

    /**
     * @param name qualified table name
     * @param rows the account's rows
     * @param bytes their stored size, without indexes
     */
    public record TableSize(String name, long rows, long bytes) {}

    public long rows() {
        return tables.stream().mapToLong(TableSize::rows).sum();
    }

    public long bytes() {
        return tables.stream().mapToLong(TableSize::bytes).sum();
    }

    public Optional<Instant> lastActivityAt() {
        return Optional.ofNullable(lastActivity);
    }
}
