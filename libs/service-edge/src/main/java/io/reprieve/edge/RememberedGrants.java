package io.reprieve.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What Keycloak has granted to a token a moment ago. Refusals are never kept, and a grant no longer than
 * {@code reprieve.authorization.remembered}: that long a change in Keycloak can take to show in every replica.
 */
@ApplicationScoped
class RememberedGrants {
    private static final int MOST = 50_000;

    /** @param token SHA-256 of the access token @param resource Keycloak's id @param scope the HTTP method */
    private record Grant(String token, String resource, String scope) {}

    private final Cache<Grant, Boolean> grants;

    RememberedGrants(
            @ConfigProperty(name = "reprieve.authorization.remembered", defaultValue = "PT30S") Duration remembered) {
        this.grants = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(remembered)
                .build();
    }

    boolean holds(String token, String resource, String scope) {
        return grants.getIfPresent(new Grant(Sha256.hex(token), resource, scope)) != null;
    }

    void remember(String token, String resource, String scope) {
        grants.put(new Grant(Sha256.hex(token), resource, scope), Boolean.TRUE);
    }
}
