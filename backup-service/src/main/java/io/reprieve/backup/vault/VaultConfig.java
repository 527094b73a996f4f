package io.reprieve.backup.vault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the vault is and how long it keeps what it is given. */
@ConfigMapping(prefix = "reprieve.vault")
public interface VaultConfig {

    /** A directory to be the vault, where there is no S3: no lock is enforced there. */
    Optional<Path> directory();

    /** S3 endpoint other than AWS's own; addressed path-style. */
    Optional<URI> endpoint();

    /** Credentials that may write and read, and neither delete nor bypass retention. */
    Optional<String> accessKey();

    /** Secret of {@link #accessKey()}. */
    Optional<String> secretKey();

    /** The bucket: versioned, Object Lock on. */
    String bucket();

    /** Region the requests are signed for. */
    @WithDefault("us-east-1")
    String region();

    /** How long a backup taken for a purge is locked, counted from its verification and again from each extension. */
    @WithDefault("P30D")
    Duration retention();

    /** How long a backup taken or confirmed by the schedule is locked, from then on. */
    @WithDefault("P30D")
    Duration nightlyRetention();

    /** How long a backup that somebody asked for is locked. */
    @WithDefault("P30D")
    Duration onDemandRetention();

    /** The lock a part is written under, before it is known to belong to a good backup. */
    @WithDefault("P1D")
    Duration firstLock();

    /** What an extension adds to {@link #retention()}, so that the lock outlasts the checks made on it. */
    @WithDefault("P1D")
    Duration margin();
}
