package io.reprieve.account.keyturn;

import io.reprieve.edge.EffectiveRoles;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who turns a key, as their own verified token and Keycloak say.
 *
 * @param human a person at an allowed client, signed in; never a service account
 * @param tokenRoles as the token has them
 * @param effective what Keycloak says they hold, whatever the token was asked for
 */
record Presented(
        String subject,
        Optional<String> personId,
        String clientId,
        boolean human,
        boolean serviceAccount,
        Set<String> tokenRoles,
        Optional<Instant> authTime,
        EffectiveRoles.Answer effective) {
    /** The person, or {@code service:<client>}. */
    String holder() {
        return serviceAccount ? "service:" + clientId : personId.orElseThrow();
    }
}
