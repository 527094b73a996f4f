package io.reprieve.accountdata.order;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.digest.DigestKey;
import java.util.List;
import java.util.function.BooleanSupplier;

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
 * @param stillStands asked once more under the account's lock, after the last delete and before the commit: false, or an
 *     exception, rolls everything back
 */
public record ErasureOrder(
        String purgeRequestId,
        String erasureId,
        String accountId,
        String accountKey,
        long epoch,
        DigestKey digestKey,
        List<TableContent> expected,
        byte[] auditEvent,
        BooleanSupplier stillStands) {}
