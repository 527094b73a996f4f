package io.reprieve.accountdata.order;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.digest.DigestKey;

/**
 * The order to restore one account's rows.
 *
 * @param restoreId the ledger row's id: {@code rst_…}
 * @param accountId {@code acc_…}
 * @param accountKey the account key as PostgreSQL prints it
 * @param epoch the account's epoch
 * @param rowsHash of the plan that was seen; null to run whatever plan nothing stands in the way of
 * @param archive what to restore
 * @param scope how much of it
 * @param digestKey the account's digest key
 * @param volatileFromArchive false when the backup was made while fenced: volatile columns then get their default
 * @param auditEvent the exact bytes of the audit event that the ledger row keeps
 */
public record RestoreOrder(
        String restoreId,
        String accountId,
        String accountKey,
        long epoch,
        String rowsHash,
        ArchiveSource archive,
        RestoreScope scope,
        DigestKey digestKey,
        boolean volatileFromArchive,
        byte[] auditEvent) {

    /** The whole account. */
    public RestoreOrder(
            String restoreId,
            String accountId,
            String accountKey,
            long epoch,
            String rowsHash,
            ArchiveSource archive,
            DigestKey digestKey,
            boolean volatileFromArchive,
            byte[] auditEvent) {
        this(
                restoreId,
                accountId,
                accountKey,
                epoch,
                rowsHash,
                archive,
                RestoreScope.WHOLE,
                digestKey,
                volatileFromArchive,
                auditEvent);
    }

    /** Whether this is what was ordered. */
    public boolean accepts(RestorePlan plan) {
        return rowsHash == null || rowsHash.equals(plan.rowsHash());
    }
}
