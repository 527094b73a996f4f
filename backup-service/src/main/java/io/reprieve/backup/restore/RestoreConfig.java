package io.reprieve.backup.restore;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How accounts are put back. */
@ConfigMapping(prefix = "reprieve.restore")
public interface RestoreConfig {

    /** How many items of batches are restored into the product's database at once, over all replicas; all replicas need the same. */
    @WithDefault("4")
    int atOnce();

    /** How long what was restored beside the product is kept. */
    @WithDefault("P1D")
    Duration besideKept();

    /** A role of the scratch database that may read what was restored beside; none but the login itself when unset. */
    Optional<String> besideReader();
}
