package io.reprieve.account.keyturn;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How keys are turned. */
@ConfigMapping(prefix = "key-turns")
public interface KeyTurnConfig {
    /** How long ago a person may have signed in. */
    @WithDefault("PT15M")
    Duration signInFreshness();
}
