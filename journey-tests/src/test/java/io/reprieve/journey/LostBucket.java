package io.reprieve.journey;

import io.reprieve.localstack.ObjectAccess;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket that goes down with its region: every version of every object, and the bucket itself. */
final class LostBucket {

    private LostBucket() {}

    /** ETag and size of what is current under a prefix, by key. */
    static Map<String, String> objects(ObjectAccess files, String prefix) {
        Map<String, String> objects = new TreeMap<>();
        try (S3Client s3 = files.client()) {
            s3.listObjectVersionsPaginator(r -> r.bucket(files.bucket()).prefix(prefix)).versions().stream()
                    .filter(version -> version.isLatest())
                    .forEach(version -> objects.put(version.key(), version.eTag() + " " + version.size()));
        }
        return objects;
    }

    static void lose(ObjectAccess files) {
        try (S3Client s3 = files.client()) {
            var all = s3.listObjectVersionsPaginator(r -> r.bucket(files.bucket()));
            all.versions()
                    .forEach(version -> s3.deleteObject(
                            r -> r.bucket(files.bucket()).key(version.key()).versionId(version.versionId())));
            all.deleteMarkers()
                    .forEach(marker -> s3.deleteObject(
                            r -> r.bucket(files.bucket()).key(marker.key()).versionId(marker.versionId())));
            s3.deleteBucket(r -> r.bucket(files.bucket()));
        }
    }
}
