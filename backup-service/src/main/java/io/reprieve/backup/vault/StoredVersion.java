package io.reprieve.backup.vault;

/**
 * What one upload left in the vault.
 *
 * @param key where
 * @param versionId which version: the only one ever read again
 * @param size bytes
 * @param sha256 of the bytes, hex
 * @param lock its retention, read back
 */
public record StoredVersion(String key, String versionId, long size, String sha256, Locked lock) {}
