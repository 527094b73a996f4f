package io.reprieve.audit.subscription;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How entries and alerts are pushed. */
@ConfigMapping(prefix = "reprieve.push")
public interface PushConfig {
    /** {@code REPRIEVE_WEBHOOK_SECRET}: seals the secrets of subscriptions. Without it there are none. */
    Optional<String> secret();

    /** {@code REPRIEVE_WEBHOOK_HOSTS}: names of receivers that may lie on a private address, a SOC's own for instance. */
    Optional<Set<String>> privateHosts();

    /** How long messages are also signed with the secret that was changed. */
    @WithDefault("P1D")
    Duration secretOverlap();

    /** How long one attempt may take. */
    @WithDefault("10s")
    Duration timeout();

    /** About how long after the first failure the second attempt is made. */
    @WithDefault("5s")
    Duration firstRetry();

    /** The longest pause between two attempts, give or take a half. */
    @WithDefault("2h")
    Duration longestRetry();

    /** How long a message is tried before it is dead. */
    @WithDefault("P3D")
    Duration giveUp();
}
