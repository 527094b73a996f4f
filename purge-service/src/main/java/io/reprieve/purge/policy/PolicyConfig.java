package io.reprieve.purge.policy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The rules in numbers, as they are until two people change them ({@link ChangePolicy}). A change of one of these makes a
 * new policy version too, and what was approved under the old one is void.
 */
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

    Approver approver();

    /** How many approvers. */
    interface Quorum {
        @WithDefault("1")
        int usual();

        /** For an account at or above either size below, or still in use. */
        @WithDefault("2")
        int large();

        @WithDefault("1000000")
        long largeRows();

        @WithDefault("100000")
        long largeObjects();

        /** For a request by a service account. */
        @WithDefault("2")
        int service();

        /** Groups of the realm that one approver each has to come from: {@code support,security}. */
        Optional<List<String>> groups();
    }

    /** Who counts as an approver beside the role. */
    interface Approver {
        /** How long ago an approver's user was created, at the least. */
        @WithDefault("P7D")
        Duration accountAge();

        /** Whether requester and approver have to be of different departments (the users' attribute). */
        @WithDefault("false")
        boolean otherDepartment();

        /** Sign-ins that are strong enough, as the realm names them; any when empty. */
        Optional<List<String>> acr();
    }
}
