package io.reprieve.backup.drill;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How restores are rehearsed. */
@ConfigMapping(prefix = "reprieve.drills")
public interface DrillConfig {

    /** When the night's drills begin: {@code HH:mm} in UTC, or a cron expression of six fields (seconds first); {@code -} for never. */
    @WithDefault("04:00")
    String at();

    /** Over how long the accounts' drills are spread from then on. */
    @WithDefault("PT4H")
    Duration spread();

    /** How many accounts a night beside those with a purge pending; whose last drill is longest ago comes first. */
    @WithDefault("20")
    int sample();
}
