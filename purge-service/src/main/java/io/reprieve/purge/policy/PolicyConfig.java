package io.reprieve.purge.policy;

import io.reprieve.purge.guard.PurgeKind;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules in numbers, as they are until two people change them ({@link ChangePolicy}). A change of one of these makes a
 * new policy version too, and what was approved under the old one is void.
 */
@ConfigMapping(prefix = "reprieve.policy")
public interface PolicyConfig {
    /** How long an account stays fenced, whole and one click from reprieve. */
    @WithDefault("P30D")
    Duration coolingOff();

    /** How long a request waits for its approvals before it expires; and before, for its backup until it is held. */
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

    Guards guards();

    Budget budget();

    AutomaticFreeze automaticFreeze();

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

    /** What makes guards stricter than they are by themselves. */
    interface Guards {
        /** Names of guards whose warnings block. */
        Optional<Set<String>> strict();

        /** How long before the request activity counts as recent. */
        @WithDefault("P30D")
        Duration recentActivity();

        /** What is usual for an account of each kind of purge. */
        @WithDefaults
        Map<PurgeKind, Usual> kinds();

        /** As good as no limit unless given. */
        interface Usual {
            @WithDefault("1000000000000")
            long mostRows();

            @WithDefault("1000000000000")
            long mostObjects();

            @WithDefault("PT0S")
            Duration youngest();

            @WithDefault("P36500D")
            Duration oldest();
        }
    }

    /** How much may go on in an hour and in a day. */
    interface Budget {
        /** Requests and approvals of one person or service. */
        @WithDefault("30")
        int keysAnHour();

        @WithDefault("100")
        int keysADay();

        /** Accounts erased, by whomever. */
        @WithDefault("10")
        int erasuresAnHour();

        @WithDefault("50")
        int erasuresADay();

        /** Of all accounts, in a day. */
        @WithDefault("0.01")
        double shareADay();

        /** What the share never comes to less than. */
        @WithDefault("5")
        int shareAtLeast();
    }

    /** When everything stops by itself. */
    interface AutomaticFreeze {
        @WithDefault("5")
        int denials();

        @WithDefault("PT1H")
        Duration within();

        /** Whether a restore of what a purge took is one of the signs. */
        @WithDefault("true")
        boolean afterRestore();
    }
}
