package io.reprieve.accountdata.archive;

import java.time.Instant;
import java.util.Map;

/**
 * One version of one object of an archive, or a delete marker. An archive lists a key's versions and markers from the oldest
 * to the newest, which was the current one. Round-trips through Jackson, for the manifest; what older manifests lack is empty.
 *
 * @param key the whole object key
 * @param versionId the version that was copied; a restored one gets another
 * @param deleteMarker whether it is a marker: then it has no bytes and none of what follows but {@code lastModified}
 * @param lastModified when it was written; a restored one gets another
 * @param size bytes
 * @param sha256 hex, of the bytes
 * @param contentType as stored
 * @param metadata user metadata
 * @param headers Cache-Control, Content-Disposition, Content-Encoding, Content-Language, Expires and
 *     x-amz-website-redirect-location where set
 * @param tags the version's tags
 * @param storageClass where it is not {@code STANDARD}, else null
 * @param noted response headers that are worth knowing and not put back: encryption, checksums, locks
 */
public record ObjectEntry(
        String key,
        String versionId,
        boolean deleteMarker,
        Instant lastModified,
        long size,
        String sha256,
        String contentType,
        Map<String, String> metadata,
        Map<String, String> headers,
        Map<String, String> tags,
        String storageClass,
        Map<String, String> noted) {

    public ObjectEntry {
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
        headers = headers == null ? Map.of() : Map.copyOf(headers);
        tags = tags == null ? Map.of() : Map.copyOf(tags);
        noted = noted == null ? Map.of() : Map.copyOf(noted);
    }

    /** A version without tags, of the usual class. */
    public ObjectEntry(
            String key,
            String versionId,
            long size,
            String sha256,
            String contentType,
            Map<String, String> metadata,
            Map<String, String> headers) {
        this(key, versionId, false, null, size, sha256, contentType, metadata, headers, Map.of(), null, Map.of());
    }

    /** A delete marker. */
    public static ObjectEntry marker(ObjectVersion marker) {
        return new ObjectEntry(
                marker.key(),
                marker.versionId(),
                true,
                marker.lastModified(),
                0,
                null,
                null,
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                Map.of());
    }

    /** As a listing showed it. */
    public ObjectVersion version() {
        return ObjectVersion.named(key, versionId, size, deleteMarker);
    }
}
