package io.reprieve.purge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Keys, and how often this service looks. */
@ConfigMapping(prefix = "reprieve.purge")
public interface PurgeConfig {
    /** PEM (PKCS#8) of the key that signs warrants. */
    Optional<String> signingKey();

    /** PEM (X.509) of the key backup-service signs receipts with. */
    Optional<String> backupPublicKey();

    /** How long a warrant is good for; account-service refuses more than five minutes. */
    @WithDefault("PT3M")
    Duration warrantTtl();

    /** How far the clocks of this service's database and of the log may be apart. */
    @WithDefault("PT1M")
    Duration clockTolerance();

    Look look();

    /** How often; each also bounds how late something is noticed. */
    interface Look {
        /** For due tasks. */
        @WithDefault("PT2S")
        Duration tasks();

        /** A dead replica's tasks are taken over after five of these. */
        @WithDefault("PT10S")
        Duration heartbeat();

        /** At a running backup, and again after another service was silent. */
        @WithDefault("PT5S")
        Duration progress();

        /** At the facts of a request that awaits approval or is held. */
        @WithDefault("PT5M")
        Duration waiting();

        /** At account and content during the cooling-off. */
        @WithDefault("PT1H")
        Duration coolingOff();

        /** At purged accounts, for restores; and for requests without a task. */
        @WithDefault("PT1M")
        Duration sweep();
    }
}
