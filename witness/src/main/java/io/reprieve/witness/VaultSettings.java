package io.reprieve.witness;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where copies go.
 *
 * @param endpoint other than AWS's own
 * @param accessKey of credentials that may put, read and list {@code audit-checkpoints/} and nothing else
 * @param retention how long each copy is locked
 * @param lockRequired whether a lock that the server does not keep is an error
 */
public record VaultSettings(
        Optional<URI> endpoint,
        String bucket,
        String accessKey,
        String secretKey,
        Duration retention,
        boolean lockRequired) {

    @Override
    public String toString() {
        return "VaultSettings(" + bucket + ")";
    }
}
