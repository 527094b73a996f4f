package io.reprieve.outbox;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the log is and whose signature is believed. */
@ConfigMapping(prefix = "reprieve.audit")
public interface AuditConfig {
    /** {@code REPRIEVE_AUDIT_URL}: base address of audit-service, without {@code /api/v1}. */
    Optional<String> url();

    /** {@code REPRIEVE_AUDIT_PUBLIC_KEY}: path of the log's pinned Ed25519 keys, one or more X.509 PEM blocks. */
    Optional<Path> publicKey();
}
