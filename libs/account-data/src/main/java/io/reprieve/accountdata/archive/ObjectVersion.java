package io.reprieve.accountdata.archive;

import java.time.Instant;

/**
 * One version of one object, or a delete marker among them, as a listing shows it.
 *
 * @param key the whole object key
 * @param versionId the version
 * @param size bytes; 0 for a delete marker
 * @param etag as the store gives it
 * @param lastModified when it was written
 * @param deleteMarker whether it holds no bytes and hides what is older
 */
public record ObjectVersion(
        String key, String versionId, long size, String etag, Instant lastModified, boolean deleteMarker) {

    /** A version that holds bytes. */
    public ObjectVersion(String key, String versionId, long size, String etag, Instant lastModified) {
        this(key, versionId, size, etag, lastModified, false);
    }

    /** A version or delete marker of which no more is known than what a digest covers. */
    public static ObjectVersion named(String key, String versionId, long size, boolean deleteMarker) {
        return new ObjectVersion(key, versionId, size, null, null, deleteMarker);
    }
}
