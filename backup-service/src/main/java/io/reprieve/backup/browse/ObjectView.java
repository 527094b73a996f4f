package io.reprieve.backup.browse;

import io.reprieve.accountdata.archive.ObjectEntry;
import java.time.Instant;
import java.util.Map;

/**
 * One version of an object of a backup, or a delete marker.
 *
 * @param ordinal its place in the manifest, which a path names it by
 * @param key in the product's bucket
 * @param versionId the version that was copied
 * @param deleteMarker whether it is a marker, which has no bytes
 * @param lastModified when it was written; null where an older backup does not tell
 * @param size bytes
 * @param sha256 hex, of the bytes
 * @param contentType as stored
 * @param metadata user metadata
 * @param tags its tags
 * @param storageClass where it was not the usual one
 */
public record ObjectView(
        int ordinal,
        String key,
        String versionId,
        boolean deleteMarker,
        Instant lastModified,
        long size,
        String sha256,
        String contentType,
        Map<String, String> metadata,
        Map<String, String> tags,
        String storageClass) {

    static ObjectView of(int ordinal, ObjectEntry entry) {
        return new ObjectView(
                ordinal,
                entry.key(),
                entry.versionId(),
                entry.deleteMarker(),
                entry.lastModified(),
                entry.size(),
                entry.sha256(),
                entry.contentType(),
                entry.metadata(),
                entry.tags(),
                entry.storageClass());
    }
}
