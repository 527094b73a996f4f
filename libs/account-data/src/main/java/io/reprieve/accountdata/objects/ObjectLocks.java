package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.report.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Which versions the store would refuse to delete. */
final class ObjectLocks {

    private final S3Client s3;
    private final String bucket;

    ObjectLocks(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** Versions under a lock that stands at {@code at} still, or does not end. */
    List<Finding> standing(List<ObjectVersion> versions, Instant at) {
        List<ObjectVersion> held =
                versions.stream().filter(version -> !version.deleteMarker()).toList();
        try {
            if (held.isEmpty() || !locks()) {
                return List.of();
            }
            mayReadLocks(held.get(0));
        } catch (S3Exception e) {
            return List.of(Finding.error(
                    "object-lock-unknown",
                    bucket,
                    "does not tell of locks: " + e.statusCode() + "; allow them to be read"));
        }
        List<Finding> findings = new ArrayList<>();
        AFewAtOnce.each(held, version -> standing(version, at), done -> {})
                .forEach(found -> found.ifPresent(findings::add));
        return findings;
    }

    private boolean locks() {
        try {
            return s3.getObjectLockConfiguration(request -> request.bucket(bucket))
                            .objectLockConfiguration()
                            .objectLockEnabled()
                    == ObjectLockEnabled.ENABLED;
        } catch (S3Exception e) {
            // 404, or from some stores 400 InvalidRequest: no locks in this bucket. 405 and 501: none in this store.
            boolean noLocks = e.statusCode() == 404
                    || e.statusCode() == 405
                    || e.statusCode() == 501
                    || e.statusCode() == 400
                            && e.awsErrorDetails() != null
                            && "InvalidRequest".equals(e.awsErrorDetails().errorCode());
            if (noLocks) {
                return false;
            }
            throw e;
        }
    }

    /** Locks are left out of an answer to those who may not see them; asked for by name they are refused. */
    private void mayReadLocks(ObjectVersion version) {
        try {
            s3.getObjectRetention(
                    request -> request.bucket(bucket).key(version.key()).versionId(version.versionId()));
            s3.getObjectLegalHold(
                    request -> request.bucket(bucket).key(version.key()).versionId(version.versionId()));
        } catch (S3Exception e) {
            if (e.statusCode() != 404 && e.statusCode() != 400) {
                throw e;
            }
        }
    }

    private Optional<Finding> standing(ObjectVersion version, Instant at) {
        HeadObjectResponse head = s3.headObject(
                request -> request.bucket(bucket).key(version.key()).versionId(version.versionId()));
        if (head.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON) {
            return Optional.of(locked(version, "under a legal hold"));
        }
        Instant until = head.objectLockRetainUntilDate();
        return until != null && until.isAfter(at)
                ? Optional.of(locked(version, "locked until " + until))
                : Optional.empty();
    }

    private static Finding locked(ObjectVersion version, String how) {
        return Finding.error(
                "object-locked",
                version.key(),
                "version " + version.versionId() + " is " + how + ", so that the account cannot be purged whole");
    }
}
