package io.reprieve.accountdata;

import java.util.List;

/**
 * The order to erase one account.
 *
 * @param purgeRequestId spent by the erasure: {@code prg_…}
 * @param erasureId the ledger row's id: {@code ers_…}
 * @param accountId {@code acc_…}
 * @param accountKey the account key as PostgreSQL prints it
 * @param epoch the account's epoch
 * @param digestKey the account's digest key
 * @param expected what the verified backup holds, every table; anything else rolls back
 * @param auditEvent the exact bytes of the audit event that the ledger row keeps
 */
public record ErasureOrder(
        String purgeRequestId,
        String erasureId,
        String accountId,
        String accountKey,
        long epoch,
        DigestKey digestKey,
        List<TableContent> expected,
        byte[] auditEvent) {}
