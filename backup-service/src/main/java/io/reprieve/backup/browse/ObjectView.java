package io.reprieve.backup.browse;

import io.reprieve.accountdata.ObjectEntry;
import java.util.Map;

/**
 * One object of a backup.
 *
 * @param key in the product's bucket
 * @param versionId the version that was copied
 * @param size bytes
 * @param sha256 hex, of the bytes
 * @param contentType as stored
 * @param metadata user metadata
 */
public record ObjectView(
        String key, String versionId, long size, String sha256, String contentType, Map<String, String> metadata) {

    static ObjectView of(ObjectEntry entry) {
        return new ObjectView(
                entry.key(), entry.versionId(), entry.size(), entry.sha256(), entry.contentType(), entry.metadata());
    }
}
