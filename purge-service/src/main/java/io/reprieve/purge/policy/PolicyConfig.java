package io.reprieve.purge.policy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The rules in numbers. A change makes a new policy version, and what was approved under the old one is void. */
@ConfigMapping(prefix = "reprieve.policy")
public interface PolicyConfig {
    /** How long an account stays fenced, whole and one click from reprieve. */
    @WithDefault("P30D")
    Duration coolingOff();

    /** How long a request waits for its approvals before it expires. */
    @WithDefault("P7D")
    Duration approvalWindow();

    /** How long after the cooling-off a purge may still begin to execute. */
    @WithDefault("P7D")
    Duration executionWindow();

    /** How long a held request waits for release or reprieve before it expires. */
    @WithDefault("P30D")
    Duration heldWindow();

    /** How old an approver's sign-in may be. */
    @WithDefault("PT15M")
    Duration signInMaxAge();

    /** How long ago a purged account's last drill, a restore beside the product, may be. */
    @WithDefault("P7D")
    Duration drillMaxAge();

    Quorum quorum();

    /** How many approvers. */
    interface Quorum {
        @WithDefault("1")
        int usual();

        /** For an account at or above either size below. */
        @WithDefault("2")
        int large();

        @WithDefault("1000000")
        long largeRows();

        @WithDefault("100000")
        long largeObjects();

        /** For a request by a service account. */
        @WithDefault("2")
        int service();
    }
}
