package io.reprieve.audit.log;

import java.time.Instant;

/**
 * A signed state of the log.
 *
 * @param note the signed note
 */
public record Checkpoint(long size, byte[] root, String note, Instant signedAt) {}
