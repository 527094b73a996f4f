package io.reprieve.backup.take;

/**
 * Where a signed manifest lies.
 *
 * @param key in the vault
 * @param versionId the version
 * @param sha256 of the stored envelope, hex
 */
public record SealedManifest(String key, String versionId, String sha256) {}
