package io.reprieve.audit.witnessed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who is shown each state of the log. */
@ConfigMapping(prefix = "reprieve.witness")
public interface WitnessConfig {

    /** {@code REPRIEVE_WITNESS_URL}: addresses below which {@code add-checkpoint} is served, separated by commas. */
    Optional<List<URI>> url();

    /** {@code REPRIEVE_WITNESS_PUBLIC_KEY}: a PEM file of their Ed25519 keys; a cosignature by another is thrown away. */
    Optional<String> publicKey();

    /** How often the log is looked at for something new to show. */
    @WithDefault("1s")
    Duration look();

    /** How often a log that stands still is shown again. */
    @WithDefault("30s")
    Duration heartbeat();

    /** How long a witness has for its answer. */
    @WithDefault("5s")
    Duration patience();
}
