package io.reprieve.backup.nightly;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When the nightly backups begin. */
@ConfigMapping(prefix = "reprieve.nightly")
public interface NightlyConfig {

    /** {@code HH:mm} in UTC, or a cron expression of six fields (seconds first); {@code -} for never. */
    @WithDefault("02:00")
    String at();

    /** Over how long the accounts' turns are spread from then on. */
    @WithDefault("PT4H")
    Duration spread();
}
