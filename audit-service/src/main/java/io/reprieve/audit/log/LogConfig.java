package io.reprieve.audit.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The log's identity and manners. */
@ConfigMapping(prefix = "reprieve.log")
public interface LogConfig {
    /** {@code REPRIEVE_AUDIT_ORIGIN}: the log's name in every checkpoint; unique among logs, never changed. */
    String origin();

    /** {@code REPRIEVE_SIGNING_KEY}: path of the Ed25519 key that signs checkpoints, PKCS#8 PEM. */
    Optional<String> signingKey();

    /** How long an append waits for its turn before it gives up with 503. */
    @WithDefault("10s")
    Duration turn();
}
