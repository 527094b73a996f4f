package io.reprieve.backup.operation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this replica takes its share of the long work. */
@ConfigMapping(prefix = "reprieve.work")
public interface WorkConfig {

    /** Pieces of work at once. */
    @WithDefault("8")
    int threads();

    /** How often the task table is looked at. */
    @WithDefault("PT0.5S")
    Duration polling();

    /** How often a replica says that it is alive; after four silences another takes its work. */
    @WithDefault("PT2S")
    Duration heartbeat();

    /** How often work is tried before it is given up. */
    @WithDefault("8")
    int tries();
}
