package io.reprieve.backup.vault;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.logging.Logger;
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
public final class Vault {

    /** No lock reaches further: Ceph 16 wraps a date in 2110 to 1973 and unlocks. */
    public static final Duration LONGEST_LOCK = Duration.ofDays(400);

    private static final Logger LOG = Logger.getLogger(Vault.class);

    private final S3Client s3;
    private final String bucket;
    private final boolean lockRequired;

    /**
     * @param s3 client with credentials that write and read, nothing else
     * @param bucket versioned, Object Lock on
     * @param lockRequired whether a retention that was not kept is an error, or only reported
     */
    public Vault(S3Client s3, String bucket, boolean lockRequired) {
        this.s3 = s3;
        this.bucket = bucket;
        this.lockRequired = lockRequired;
    }

    /**
     * @param key where to write
     * @param now present time, as the database tells it
     * @param until end of the first lock
     * @return a stream of constant memory; closing it completes the upload
     */
    public VaultUpload upload(String key, Instant now, Instant until) {
        return new VaultUpload(this, s3, bucket, key, capped(now, until));
    }

    /**
     * @param key where
     * @param versionId which version
     * @return its bytes
     * @throws S3Exception 404 when it is not there
     */
    public InputStream open(String key, String versionId) {
        return s3.getObject(r -> r.bucket(bucket).key(key).versionId(versionId));
    }

    /**
     * Raises the lock of one version; never shortens it.
     *
     * @param key where
     * @param versionId which version
     * @param now present time, as the database tells it
     * @param until end of the lock wanted
     * @return the retention the vault names afterwards
     */
    public Locked raise(String key, String versionId, Instant now, Instant until) {
        return raise(key, versionId, capped(now, until));
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

    /**
     * Finds out whether this vault locks: writes one small version under a lock, reads the lock back, then tries to shorten it, which
     * compliance mode must refuse. (A refused delete would prove nothing: these credentials may not delete anyway.)
     *
     * @param now present time, as the database tells it
     * @param lock how long the probe object is kept
     * @return what was found
     */
    public LockState probe(Instant now, Duration lock) {
        String key = "probe/lock";
        Instant until = capped(now, now.plus(lock));
        var put = s3.putObject(
                r -> r.bucket(bucket)
                        .key(key)
                        .objectLockMode(ObjectLockMode.COMPLIANCE)
                        .objectLockRetainUntilDate(until),
                RequestBody.fromString(
                        "Written at " + now + " to see whether this bucket keeps what it is told to keep.\n"));
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

    private static Instant capped(Instant now, Instant until) {
        Instant longest = now.plus(LONGEST_LOCK);
        return (until.isAfter(longest) ? longest : until).truncatedTo(ChronoUnit.SECONDS);
    }
}
