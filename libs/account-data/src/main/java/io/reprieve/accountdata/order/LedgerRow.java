package io.reprieve.accountdata.order;

import java.time.Instant;
import java.util.Map;

/**
 * One row of {@code reprieve.ledger}, the record that an erasure or a restore commits together with its rows.
 *
 * @param kind which of the two
 * @param id {@code ers_…} or {@code rst_…}
 * @param purgeRequestId of an erasure; null for a restore
 * @param accountId {@code acc_…}
 * @param accountKey the account key
 * @param epoch the account's epoch when it was ordered
 * @param counts rows per table
 * @param digest the rows digest
 * @param event the exact bytes of the audit event
 * @param at the product database's clock
 */
public record LedgerRow(
        Kind kind,
        String id,
        String purgeRequestId,
        String accountId,
        String accountKey,
        long epoch,
        Map<String, Long> counts,
        String digest,
        byte[] event,
        Instant at) {

    /** What was committed. */
    public enum Kind {
        ERASURE,
        RESTORE
    }

    public long rows() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
