package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.datamap.S3Source;
import io.reprieve.accountdata.report.Finding;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.MFADeleteStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What is wrong with a bucket itself, or worth knowing about it. */
final class BucketCheck {

    private final S3Client s3;
    private final S3Source source;
    private final List<Finding> findings = new ArrayList<>();

    BucketCheck(S3Client s3, S3Source source) {
        this.s3 = s3;
        this.source = source;
    }

    List<Finding> run() {
        try {
            versioning();
            lifecycle();
            defaultLock();
        } catch (SdkException e) {
            findings.add(Finding.error("bucket-unreachable", source.bucket(), "cannot be asked: " + e.getMessage()));
        }
        return findings;
    }

    private void versioning() {
        GetBucketVersioningResponse versioning = s3.getBucketVersioning(request -> request.bucket(source.bucket()));
        if (versioning.status() == BucketVersioningStatus.SUSPENDED) {
            findings.add(Finding.error(
                    "bucket-unversioned",
                    source.bucket(),
                    "its versioning is suspended, so that writes replace what is there for good: turn it on"));
        } else if (versioning.status() != BucketVersioningStatus.ENABLED) {
            findings.add(Finding.error(
                    "bucket-unversioned",
                    source.bucket(),
                    "keeps no versions, so that exact ones cannot be named: turn versioning on"));
        }
        if (versioning.mfaDelete() == MFADeleteStatus.ENABLED) {
            findings.add(Finding.error(
                    "bucket-mfa-delete",
                    source.bucket(),
                    "deletes versions only with a one-time code, which no sweep can give: turn MFA delete off"));
        }
    }

    private void lifecycle() {
        try {
            s3.getBucketLifecycleConfiguration(request -> request.bucket(source.bucket())).rules().stream()
                    .filter(rule -> rule.status() == ExpirationStatus.ENABLED && expires(rule) && touches(rule))
                    .forEach(rule -> findings.add(Finding.note(
                            "bucket-expires",
                            source.bucket(),
                            "lifecycle rule " + rule.id() + " deletes versions by itself, also of an account that cools"
                                    + " off: its purge then finds other objects than were approved, and is held")));
        } catch (S3Exception e) {
            if (e.statusCode() != 404) {
                findings.add(Finding.note(
                        "bucket-lifecycle-unknown",
                        source.bucket(),
                        "does not tell its lifecycle rules (" + e.statusCode() + "): allow it to be read"));
            }
        }
    }

    private static boolean expires(LifecycleRule rule) {
        return rule.expiration() != null || rule.noncurrentVersionExpiration() != null;
    }

    @SuppressWarnings("deprecation") // older rules carry their prefix outside of the filter
    private boolean touches(LifecycleRule rule) {
        String prefix = rule.prefix();
        if (rule.filter() != null) {
            prefix = rule.filter().and() != null
                    ? rule.filter().and().prefix()
                    : rule.filter().prefix();
        }
        String ours = source.prefix().substring(0, source.prefix().indexOf("{key}"));
        return prefix == null || prefix.startsWith(ours) || ours.startsWith(prefix);
    }

    private void defaultLock() {
        try {
            var lock = s3.getObjectLockConfiguration(request -> request.bucket(source.bucket()))
                    .objectLockConfiguration();
            if (lock != null && lock.rule() != null) {
                findings.add(Finding.note(
                        "bucket-locks",
                        source.bucket(),
                        "locks every new version by itself: an account with locked versions is not purged before"
                                + " their locks end"));
            }
        } catch (S3Exception unlocked) {
            // A bucket without locks, or a store that knows none.
        }
    }
}
