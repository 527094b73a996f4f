package io.reprieve.account.sweep;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** When an erased account's objects follow its rows. */
@ConfigMapping(prefix = "sweep")
public interface SweepConfig {
    /** {@code REPRIEVE_OBJECT_GRACE}: how long after the erasure. */
    Duration grace();

    /** How often to look for sweeps that are due. */
    Duration every();
}
