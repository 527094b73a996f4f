package io.reprieve.account.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.accountdata.archive.TableContent;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * backup-service's signed statement of a verified backup.
 *
 * @param sha256 hex SHA-256 of the compact form, by which the warrant names it
 * @param lockedUntil until when nobody can delete any part of it
 * @param lockEnforced whether the vault was seen to keep locks
 */
record Receipt(
        String sha256,
        String backupId,
        String accountId,
        String accountKey,
        long epoch,
        String contentDigest,
        String objectVersionsDigest,
        List<TableContent> tables,
        long objects,
        String dataMapDigest,
        Instant lockedUntil,
        boolean lockEnforced) {
    static final String TYP = "reprieve-receipt+jwt";

    static Receipt of(String sha256, JsonNode claims) {
        return new Receipt(
                sha256,
                Claims.text(claims, "backupId"),
                Claims.text(claims, "accountId"),
                Claims.text(claims, "accountKey"),
                Claims.number(claims, "epoch"),
                Claims.text(claims, "contentDigest"),
                Claims.text(claims, "objectVersionsDigest"),
                StreamSupport.stream(claims.path("tables").spliterator(), false)
                        .map(table -> new TableContent(
                                Claims.text(table, "table"),
                                Claims.number(table, "rows"),
                                Claims.text(table, "digest")))
                        .toList(),
                Claims.number(claims, "objects"),
                Claims.text(claims, "dataMapDigest"),
                Claims.instant(claims, "lockedUntil"),
                claims.path("lockEnforced").asBoolean(false));
    }

    long rows() {
        return tables.stream().mapToLong(TableContent::rows).sum();
    }
}
