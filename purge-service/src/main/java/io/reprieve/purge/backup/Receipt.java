package io.reprieve.purge.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Sha256;
import java.time.Instant;

/**
 * backup-service's signed word on one backup, after its signature was checked against the pinned key.
 *
 * @param compact as it was signed
 * @param claims as they were signed
 */
public record Receipt(String compact, JsonNode claims) {

    public String backupId() {
        return claims.path("backupId").asText();
    }

    public String accountId() {
        return claims.path("accountId").asText();
    }

    public long epoch() {
        return claims.path("epoch").asLong(-1);
    }

    public String contentDigest() {
        return claims.path("contentDigest").asText();
    }

    public String rowsDigest() {
        return claims.path("rowsDigest").asText();
    }

    public String objectVersionsDigest() {
        return claims.path("objectVersionsDigest").asText();
    }

    public String dataMapDigest() {
        return claims.path("dataMapDigest").asText();
    }

    public boolean lockEnforced() {
        return claims.path("lockEnforced").asBoolean(false);
    }

    /** RFC 3339 text or seconds, as the signer wrote it. */
    public Instant lockedUntil() {
        JsonNode until = claims.path("lockedUntil");
        return until.isNumber() ? Instant.ofEpochSecond(until.longValue()) : Instant.parse(until.asText());
    }

    public Instant expiresAt() {
        return Instant.ofEpochSecond(claims.path("exp").longValue());
    }

    public String sha256() {
        return Sha256.hex(compact);
    }

    /** Speaks of the same backup of the same content: only its dates may differ. */
    public boolean sameBackupAs(Receipt other) {
        return backupId().equals(other.backupId())
                && accountId().equals(other.accountId())
                && epoch() == other.epoch()
                && contentDigest().equals(other.contentDigest())
                && rowsDigest().equals(other.rowsDigest())
                && objectVersionsDigest().equals(other.objectVersionsDigest())
                && dataMapDigest().equals(other.dataMapDigest());
    }
}
