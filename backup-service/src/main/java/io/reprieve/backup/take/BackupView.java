package io.reprieve.backup.take;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.backup.vault.RetentionClass;
import io.reprieve.edge.Json;
import java.time.Instant;

/**
 * A backup as callers see it; digests, tables, lock and receipt are there once it is verified.
 *
 * @param id {@code bkp_…}
 * @param accountId {@code acc_…}
 * @param accountKey its key in the product
 * @param epoch the account's epoch when it was exported
 * @param state RUNNING, VERIFIED or FAILED
 * @param reason why it was taken; NIGHTLY for the nightly ones
 * @param purgeRequestId the purge it was taken for
 * @param retentionClass why it is kept, which decides for how long
 * @param fenced whether the account was fenced when it was exported
 * @param tables per table: ordinal, table, rows, bytes, digest
 * @param rows in all
 * @param objects how many
 * @param objectBytes their size
 * @param digest the content digest
 * @param rowsDigest over all tables
 * @param objectVersionsDigest over the objects' keys, versions and sizes
 * @param dataMapDigest the data map it was made by
 * @param drift what was live and not accounted for by it (rule, subject, message), and may be missing; absent when nothing was
 * @param manifestKey where the signed manifest lies in the vault
 * @param manifestVersionId which version of it
 * @param manifestSha256 of the signed manifest in the vault
 * @param sourceSnapshotAt the product's clock when its rows were read
 * @param lockedUntil end of the retention of every version it consists of
 * @param lockEnforced whether the vault itself keeps that retention
 * @param lock the same in words: {@code enforced} or {@code lock not enforced}
 * @param receipt signed statement of all of this, JWS compact
 * @param failure why it is not to be relied on
 * @param createdAt when it was asked for
 * @param verifiedAt when it was restored into the scratch database and found equal
 * @param confirmedAt when the account's content was last found to be this backup's still, so that no other was taken
 * @param confirmations how often that was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupView(
        String id,
        String accountId,
        String accountKey,
        Long epoch,
        Backup.State state,
        String reason,
        String purgeRequestId,
        RetentionClass retentionClass,
        Boolean fenced,
        JsonNode tables,
        Long rows,
        Integer objects,
        Long objectBytes,
        String digest,
        String rowsDigest,
        String objectVersionsDigest,
        String dataMapDigest,
        JsonNode drift,
        String manifestKey,
        String manifestVersionId,
        String manifestSha256,
        Instant sourceSnapshotAt,
        Instant lockedUntil,
        Boolean lockEnforced,
        String lock,
        String receipt,
        Failure failure,
        Instant createdAt,
        Instant verifiedAt,
        Instant confirmedAt,
        int confirmations) {

    /**
     * @param code stable problem code
     * @param detail what was found
     */
    public record Failure(String code, String detail) {}

    static BackupView of(Backup backup) {
        return new BackupView(
                backup.id,
                backup.accountId,
                backup.accountKey,
                backup.epoch,
                backup.state,
                backup.reason,
                backup.purgeRequestId,
                backup.retentionClass,
                backup.fenced,
                backup.tables == null ? null : Json.parse(backup.tables),
                backup.tableRows,
                backup.objects,
                backup.objectBytes,
                backup.contentDigest,
                backup.rowsDigest,
                backup.objectVersionsDigest,
                backup.dataMapDigest,
                backup.drift == null ? null : Json.parse(backup.drift),
                backup.manifestKey,
                backup.manifestVersionId,
                backup.manifestSha256,
                backup.sourceSnapshotAt,
                backup.lockedUntil,
                backup.lockEnforced,
                backup.lockEnforced == null ? null : backup.lockEnforced ? "enforced" : "lock not enforced",
                backup.receipt,
                backup.failureCode == null ? null : new Failure(backup.failureCode, backup.failureDetail),
                backup.createdAt,
                backup.verifiedAt,
                backup.confirmedAt,
                backup.confirmations);
    }
}
