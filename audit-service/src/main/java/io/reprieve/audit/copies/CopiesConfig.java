package io.reprieve.audit.copies;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where old entries are copied to. */
@ConfigMapping(prefix = "reprieve.copies")
public interface CopiesConfig {

    /** {@code REPRIEVE_VAULT_BUCKET}: without it nothing is copied. */
    Optional<String> bucket();

    /** {@code REPRIEVE_VAULT_S3_ENDPOINT}, where it is not AWS's own. */
    Optional<URI> endpoint();

    /** {@code REPRIEVE_VAULT_S3_REGION}. */
    @WithDefault("us-east-1")
    String region();

    /** {@code REPRIEVE_VAULT_S3_ACCESS_KEY}: of credentials that may put, read and list {@code audit-log/} and nothing else. */
    Optional<String> accessKey();

    /** {@code REPRIEVE_VAULT_S3_SECRET_KEY}. */
    Optional<String> secretKey();

    /** {@code REPRIEVE_LOG_COPIES_AFTER}: how old a checkpoint is before what it covers is copied. */
    @WithDefault("PT1H")
    Duration after();

    /** How often the copies are closed with a checkpoint and the tiles that are not full. */
    @WithDefault("P1D")
    Duration close();

    /** {@code REPRIEVE_LOG_COPIES_RETENTION}: how long each file is locked, at most 400 days. */
    @WithDefault("P365D")
    Duration retention();

    /** How often is looked. */
    @WithDefault("60s")
    Duration look();
}
