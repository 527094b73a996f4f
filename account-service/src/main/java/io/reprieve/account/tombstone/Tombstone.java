package io.reprieve.account.tombstone;

import java.time.Instant;

/**
 * What is left of an erased account's data.
 *
 * @param epoch at which it was erased; the account's own is one higher since
 * @param erasedAt the product database's commit, by its clock
 * @param digest the content digest of what was erased, equal to the backup's
 * @param eventId the audit event of the erasure
 */
public record Tombstone(
        String id,
        String accountId,
        String purgeRequestId,
        String erasureId,
        long epoch,
        Instant erasedAt,
        long rows,
        long objects,
        String digest,
        String backupId,
        String eventId) {}
