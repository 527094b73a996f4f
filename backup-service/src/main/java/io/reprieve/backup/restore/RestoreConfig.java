package io.reprieve.backup.restore;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How accounts are put back. */
@ConfigMapping(prefix = "reprieve.restore")
public interface RestoreConfig {

    /** How many items of batches are restored into the product's database at once, over all replicas; all replicas need the same. */
    @WithDefault("4")
    int atOnce();
}
