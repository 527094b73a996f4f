package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Deletes exact versions, a thousand at a time. */
final class VersionDeletion {

    private static final int AT_ONCE = 1000;

    private final S3Client s3;
    private final String bucket;

    VersionDeletion(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * Deletes versions and delete markers; those that are gone count as deleted.
     *
     * @return one finding for each that the store refused to delete
     */
    List<Finding> delete(Collection<ObjectVersion> versions) {
        List<Finding> refused = new ArrayList<>();
        List<ObjectVersion> alone = new ArrayList<>();
        List<ObjectVersion> together = new ArrayList<>();
        versions.forEach(version -> (fitsXml(version.key()) ? together : alone).add(version));
        for (int from = 0; from < together.size(); from += AT_ONCE) {
            refused.addAll(batch(together.subList(from, Math.min(together.size(), from + AT_ONCE))));
        }
        AFewAtOnce.each(alone, this::single, done -> {}).forEach(found -> found.ifPresent(refused::add));
        return refused;
    }

    private List<Finding> batch(List<ObjectVersion> versions) {
        List<ObjectIdentifier> pairs = versions.stream()
                .map(version -> ObjectIdentifier.builder()
                        .key(version.key())
                        .versionId(version.versionId())
                        .build())
                .toList();
        try {
            return s3
                    .deleteObjects(request -> request.bucket(bucket)
                            .delete(delete -> delete.objects(pairs).quiet(true)))
                    .errors()
                    .stream()
                    .filter(error -> !gone(error))
                    .map(error -> refused(error.key(), error.versionId(), error.code()))
                    .collect(Collectors.toList());
        } catch (SdkException e) {
            throw new AccountDataException("deleting objects failed: " + e.getMessage(), e);
        }
    }

    private Optional<Finding> single(ObjectVersion version) {
        try {
            s3.deleteObject(request -> request.bucket(bucket).key(version.key()).versionId(version.versionId()));
            return Optional.empty();
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            if (e.statusCode() < 500) {
                return Optional.of(refused(
                        version.key(),
                        version.versionId(),
                        e.awsErrorDetails() == null
                                ? String.valueOf(e.statusCode())
                                : e.awsErrorDetails().errorCode()));
            }
            throw new AccountDataException("deleting " + version.key() + " failed: " + e.getMessage(), e);
        } catch (SdkException e) {
            throw new AccountDataException("deleting " + version.key() + " failed: " + e.getMessage(), e);
        }
    }

    private static boolean gone(S3Error error) {
        return "NoSuchVersion".equals(error.code()) || "NoSuchKey".equals(error.code());
    }

    private static Finding refused(String key, String versionId, String code) {
        return Finding.error("object-not-deleted", key, code + " for version " + versionId);
    }

    /** Whether XML 1.0 carries the key through as it is; the order to delete many is XML, that to delete one is a URL. */
    private static boolean fitsXml(String key) {
        return key.codePoints()
                .allMatch(c ->
                        c >= 0x20 && c < 0x7f || c >= 0xa0 && c < 0xd800 || c >= 0xe000 && c < 0xfffe || c >= 0x10000);
    }
}
