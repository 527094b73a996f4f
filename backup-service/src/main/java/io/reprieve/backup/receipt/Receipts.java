package io.reprieve.backup.receipt;

import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.vault.Locked;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Signs what this service vouches for: this account, at this epoch, with this content, lies verified in the vault until then. */
@ApplicationScoped
public class Receipts {

    /** Explicit type of the JWS. */
    public static final String TYPE = "reprieve-receipt+jwt";

    private static final Duration HOLDS = Duration.ofMinutes(15);
    private static final List<String> READERS = List.of("purge-service", "account-service");

    private final BackupKeys keys;

    Receipts(BackupKeys keys) {
        this.keys = keys;
    }

    /**
     * @param manifest of a verified backup
     * @param manifestSha256 of the envelope in the vault
     * @param lock as read back from every version
     * @param verifiedAt when it was restored into the scratch database and compared
     * @return the receipt, JWS compact
     */
    public String sign(Manifest manifest, String manifestSha256, Locked lock, Instant verifiedAt) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", READERS);
        claims.put("backupId", manifest.backupId());
        claims.put("accountId", manifest.accountId());
        claims.put("accountKey", manifest.accountKey());
        claims.put("epoch", manifest.epoch());
        claims.put("contentDigest", manifest.digests().content());
        claims.put("rowsDigest", manifest.digests().rows());
        claims.put("objectVersionsDigest", manifest.digests().objectVersions());
        claims.put(
                "tables",
                manifest.contents().stream()
                        .map(t -> Map.of("table", t.name(), "rows", t.rows(), "digest", t.digest()))
                        .toList());
        claims.put("objects", manifest.objects().size());
        claims.put(
                "objectBytes",
                manifest.objects().stream().mapToLong(o -> o.object().size()).sum());
        claims.put("dataMapDigest", manifest.dataMap().digest());
        if (!manifest.drift().isEmpty()) {
            claims.put(
                    "drift",
                    manifest.drift().stream()
                            .map(drift -> Map.of("rule", drift.rule(), "subject", drift.subject()))
                            .toList());
        }
        claims.put("manifestSha256", manifestSha256);
        claims.put("verifiedAt", verifiedAt.toString());
        claims.put("lockedUntil", lock.until().toString());
        claims.put("lockEnforced", lock.kept());
        claims.put("sourceSnapshotAt", manifest.snapshotAt().toString());
        return keys.sign(TYPE, claims, HOLDS);
    }
}
