package io.reprieve.backup.archive;

/**
 * One stored part as the manifest names it.
 *
 * @param name inside the attempt, such as {@code tables/0000} or {@code objects/000000}
 * @param key its key in the vault
 * @param versionId the one version that is the part; reads pin it
 * @param size stored bytes
 * @param sha256 of the stored bytes, hex
 * @param plainSize bytes after decryption and decompression
 */
public record PartRef(String name, String key, String versionId, long size, String sha256, long plainSize) {}
