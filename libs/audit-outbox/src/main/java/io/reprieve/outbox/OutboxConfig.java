package io.reprieve.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the relay goes about its work. */
@ConfigMapping(prefix = "reprieve.outbox")
public interface OutboxConfig {
    /** Whether the relay runs by itself; {@code relayNow} works in any case. */
    @WithDefault("true")
    boolean relay();

    /** How often the relay looks by itself; a commit wakes it at once. */
    @WithDefault("1s")
    Duration every();

    /** Most events in one request. */
    @WithDefault("2000")
    int batch();

    /** Longest pause between attempts while the log is down. */
    @WithDefault("30s")
    Duration longestPause();

    /** How long one request to the log may take. */
    @WithDefault("10s")
    Duration timeout();

    /** How often the outbox is held against the log. */
    @WithDefault("60s")
    Duration reconcileEvery();

    /** How long events stay here after the log took them and both agreed on them. */
    @WithDefault("P30D")
    Duration keep();
}
