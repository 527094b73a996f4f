package io.reprieve.backup.compare;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much of a comparison is kept, and for how long. */
@ConfigMapping(prefix = "reprieve.compare")
public interface CompareConfig {

    /** Rows kept of each table and verdict; all are counted. */
    @WithDefault("10000")
    int rows();

    /** How long rows that differ can be read. */
    @WithDefault("P1D")
    Duration keep();
}
