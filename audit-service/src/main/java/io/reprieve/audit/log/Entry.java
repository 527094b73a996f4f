package io.reprieve.audit.log;

import java.time.Instant;

/**
 * An event as the log takes it in: its bytes, and what its envelope says.
 *
 * @param leaf exactly the bytes the service wrote
 * @param prev SHA-256, hex, of the aggregate's previous event; null for its first
 * @param accountId null when no account is concerned
 * @param correlationId null when it belongs to no purge or restore
 */
public record Entry(
        String id,
        byte[] leaf,
        byte[] leafHash,
        String type,
        String source,
        String subject,
        long subjectSeq,
        String prev,
        String accountId,
        String actor,
        String correlationId,
        String outcome,
        Instant time) {}
