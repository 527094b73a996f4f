package io.reprieve.accountdata;

import java.util.Map;

/**
 * One object of an archive. Round-trips through Jackson, for the manifest.
 *
 * @param key the whole object key
 * @param versionId the version that was copied
 * @param size bytes
 * @param sha256 hex, of the bytes
 * @param contentType as stored
 * @param metadata user metadata
 * @param headers Cache-Control, Content-Disposition, Content-Encoding and Content-Language where set
 */
public record ObjectEntry(
        String key,
        String versionId,
        long size,
        String sha256,
        String contentType,
        Map<String, String> metadata,
        Map<String, String> headers) {}
