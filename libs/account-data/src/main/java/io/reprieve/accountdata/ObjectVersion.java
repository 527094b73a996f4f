package io.reprieve.accountdata;

import java.time.Instant;

/**
 * One version of one object, as a listing shows it.
 *
 * @param key the whole object key
 * @param versionId the version
 * @param size bytes
 * @param etag as the store gives it
 * @param lastModified when it was written
 */
public record ObjectVersion(String key, String versionId, long size, String etag, Instant lastModified) {}
