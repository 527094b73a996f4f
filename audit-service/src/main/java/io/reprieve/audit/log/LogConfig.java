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

    /**
     * {@code REPRIEVE_RETIRING_SIGNING_KEY}: path of the key that is being replaced. While it is set, both sign, so that
     * readers who know only one of them can follow.
     */
    Optional<String> retiringSigningKey();

    /** A log that does not grow is signed again when its newest checkpoint is this old. */
    @WithDefault("60s")
    Duration heartbeat();

    /** How many bytes of events may wait for their turn before further ones are answered 503. */
    @WithDefault("67108864")
    long waitingBytes();

    /** How many events go into one transaction at most; one call is never divided. */
    @WithDefault("4096")
    int batchEvents();

    /** How long an append waits for its turn before it gives up with 503. */
    @WithDefault("10s")
    Duration turn();
}
