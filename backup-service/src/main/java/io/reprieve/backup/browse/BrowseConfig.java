package io.reprieve.backup.browse;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** How much of a backup is shown, and to whom. */
@ConfigMapping(prefix = "reprieve.browse")
public interface BrowseConfig {

    /** Roles that may read personal columns unmasked, and download objects, which cannot be masked. */
    @WithDefault("restore-operator")
    List<String> revealRoles();

    /** The largest object that is handed out. */
    @WithDefault("256M")
    MemorySize largestObject();

    /** Rows a filter looks at for one page at most; the page's {@code next} carries on from there. */
    @WithDefault("1000000")
    int longestLook();
}
