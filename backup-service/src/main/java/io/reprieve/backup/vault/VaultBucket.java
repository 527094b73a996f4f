package io.reprieve.backup.vault;

import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bucket behind the vault: made on the spot where a developer starts, only looked at anywhere else. */
public final class VaultBucket {

    private static final Logger LOG = Logger.getLogger(VaultBucket.class);

    private final S3Client s3;
    private final String bucket;

    /**
     * @param s3 the vault's client
     * @param bucket the bucket's name
     */
    public VaultBucket(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** Makes the bucket where it is absent: Object Lock on, versioned, one day of compliance retention by default. */
    public void makeIfAbsent() {
        try {
            s3.headBucket(r -> r.bucket(bucket));
            return;
        } catch (S3Exception e) {
            if (e.statusCode() != 404) {
                throw e;
            }
        }
        try {
            s3.createBucket(r -> r.bucket(bucket).objectLockEnabledForBucket(true));
        } catch (BucketAlreadyOwnedByYouException e) {
            LOG.debugf("Bucket %s was made by another replica", bucket);
        }
        s3.putBucketVersioning(
                r -> r.bucket(bucket).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        s3.putObjectLockConfiguration(r -> r.bucket(bucket)
                .objectLockConfiguration(ObjectLockConfiguration.builder()
                        .objectLockEnabled(ObjectLockEnabled.ENABLED)
                        .rule(ObjectLockRule.builder()
                                .defaultRetention(DefaultRetention.builder()
                                        .mode(ObjectLockRetentionMode.COMPLIANCE)
                                        .days(1)
                                        .build())
                                .build())
                        .build()));
        LOG.infof("Made the vault bucket %s", bucket);
    }

    /**
     * @throws VaultRefusal when the bucket is absent, unversioned or has no Object Lock, or gives what is written without a lock of its
     *     own one that can be bypassed, or none that can be undone
     */
    public void require() {
        try {
            if (s3.getBucketVersioning(r -> r.bucket(bucket)).status() != BucketVersioningStatus.ENABLED) {
                throw new VaultRefusal("bucket " + bucket + " is not versioned");
            }
            ObjectLockConfiguration lock =
                    s3.getObjectLockConfiguration(r -> r.bucket(bucket)).objectLockConfiguration();
            if (lock == null || lock.objectLockEnabled() != ObjectLockEnabled.ENABLED) {
                throw new VaultRefusal("bucket " + bucket + " has no Object Lock");
            }
            if (lock.rule() != null && lock.rule().defaultRetention() != null) {
                require(lock.rule().defaultRetention());
            }
        } catch (S3Exception e) {
            throw new VaultRefusal("bucket " + bucket + " cannot be used as a vault: " + e.getMessage());
        }
    }

    private void require(DefaultRetention byDefault) {
        if (byDefault.mode() != ObjectLockRetentionMode.COMPLIANCE) {
            throw new VaultRefusal("bucket " + bucket + " locks by default in mode " + byDefault.modeAsString()
                    + ", which whoever has the right to can bypass: it must be COMPLIANCE, or none");
        }
        long days = byDefault.days() != null ? byDefault.days() : 366L * byDefault.years();
        if (days > Vault.LONGEST_LOCK.toDays()) {
            throw new VaultRefusal("bucket " + bucket + " locks by default for " + days
                    + " days: no lock here is longer than " + Vault.LONGEST_LOCK.toDays());
        }
    }
}
