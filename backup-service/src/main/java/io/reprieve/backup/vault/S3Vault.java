package io.reprieve.backup.vault;

import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Write-once storage: versions under compliance retention in one S3 bucket. Every retention is read back by version id, because a
 * server that ignores the request answers 200 all the same.
 */
final class S3Vault implements Vault {

    private static final Logger LOG = Logger.getLogger(S3Vault.class);

    private final S3Client s3;
    private final String bucket;
    private final boolean lockRequired;

    /**
     * @param s3 client with credentials that write and read, nothing else
     * @param bucket versioned, Object Lock on
     * @param lockRequired whether a retention that was not kept is an error, or only reported
     */
    S3Vault(S3Client s3, String bucket, boolean lockRequired) {
        this.s3 = s3;
        this.bucket = bucket;
        this.lockRequired = lockRequired;
    }

    @Override
    public VaultUpload upload(String key, Instant now, Instant until) {
        return new S3Upload(this, s3, bucket, key, Vault.capped(now, until));
    }

    @Override
    public InputStream open(String key, String versionId) throws IOException {
        try {
            return s3.getObject(r -> r.bucket(bucket).key(key).versionId(versionId));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                throw new ArchiveDamaged(Damage.PART_MISSING, key + " is not in the vault");
            }
            throw new IOException("the vault does not give " + key, e);
        } catch (SdkException e) {
            throw new IOException("the vault does not answer", e);
        }
    }

    @Override
    public Locked raise(String key, String versionId, Instant now, Instant until) {
        return raise(key, versionId, Vault.capped(now, until));
    }

    Locked raise(String key, String versionId, Instant wanted) {
        Optional<Instant> present = retainedUntil(key, versionId);
        if (present.isPresent() && !present.get().isBefore(wanted)) {
            return new Locked(present.get(), true);
        }
        try {
            s3.putObjectRetention(r -> r.bucket(bucket)
                    .key(key)
                    .versionId(versionId)
                    .retention(ObjectLockRetention.builder()
                            .mode(ObjectLockRetentionMode.COMPLIANCE)
                            .retainUntilDate(wanted)
                            .build()));
        } catch (S3Exception e) {
            LOG.warnf("The vault refused to raise the lock of %s: %s", key, e.getMessage());
        }
        return readBack(key, versionId, wanted);
    }

    Locked readBack(String key, String versionId, Instant wanted) {
        Optional<Instant> found = retainedUntil(key, versionId);
        if (found.isPresent() && !found.get().isBefore(wanted)) {
            return new Locked(found.get(), true);
        }
        if (lockRequired) {
            throw new VaultRefusal("the vault did not keep the lock of " + key + " until " + wanted + ": it names "
                    + found.map(Instant::toString).orElse("none"));
        }
        return new Locked(wanted, false);
    }

    Optional<Instant> retainedUntil(String key, String versionId) {
        try {
            ObjectLockRetention retention = s3.getObjectRetention(
                            r -> r.bucket(bucket).key(key).versionId(versionId))
                    .retention();
            return Optional.ofNullable(retention)
                    .filter(r -> r.mode() == ObjectLockRetentionMode.COMPLIANCE)
                    .map(ObjectLockRetention::retainUntilDate);
        } catch (S3Exception e) {
            // 404 and 400 are how servers say "no retention here"; anything else is no answer, and no answer is no
            // lock.
            LOG.debugf("No retention on %s: %s", key, e.getMessage());
            return Optional.empty();
        }
    }

    /** Writes one small version under a lock, reads the lock back, then tries to shorten it, which compliance mode must refuse. */
    @Override
    public LockState probe(Instant now, Duration lock) {
        String key = "probe/lock";
        Instant until = Vault.capped(now, now.plus(lock));
        byte[] text = ("Written at " + now + " to see whether this bucket keeps what it is told to keep.\n")
                .getBytes(StandardCharsets.UTF_8);
        var put = s3.putObject(
                r -> r.bucket(bucket)
                        .key(key)
                        .contentMD5(S3Upload.md5(text))
                        .objectLockMode(ObjectLockMode.COMPLIANCE)
                        .objectLockRetainUntilDate(until),
                RequestBody.fromBytes(text));
        if (put.versionId() == null) {
            return new LockState(false, "bucket " + bucket + " is not versioned");
        }
        Optional<Instant> kept = retainedUntil(key, put.versionId());
        if (kept.isEmpty() || kept.get().isBefore(until)) {
            return new LockState(false, "bucket " + bucket + " drops the retention a version is written with");
        }
        try {
            s3.putObjectRetention(r -> r.bucket(bucket)
                    .key(key)
                    .versionId(put.versionId())
                    .retention(ObjectLockRetention.builder()
                            .mode(ObjectLockRetentionMode.COMPLIANCE)
                            .retainUntilDate(now.plus(lock.dividedBy(2)).truncatedTo(ChronoUnit.SECONDS))
                            .build()));
        } catch (S3Exception refused) {
            LOG.debugf("Shortening was refused, as it must be: %s", refused.getMessage());
        }
        return retainedUntil(key, put.versionId())
                        .filter(i -> !i.isBefore(until))
                        .isPresent()
                ? new LockState(true, "bucket " + bucket + " kept a version's lock and refused to shorten it")
                : new LockState(false, "bucket " + bucket + " let a compliance lock be shortened");
    }

    @Override
    public void close() {
        s3.close();
    }
}
