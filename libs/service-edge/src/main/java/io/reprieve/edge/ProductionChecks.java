package io.reprieve.edge;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Refuses to start, outside the local profile, with what would leave the edge open. */
@ApplicationScoped
class ProductionChecks {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int BEFORE_ANY_WORK = 1;

    void check(@Observes @Priority(BEFORE_ANY_WORK) StartupEvent starting, Config config) {
        Optional<String> realm = text(config, "quarkus.oidc.auth-server-url");
        Optional<String> client = text(config, "quarkus.oidc.client-id");
        Optional<String> secret = text(config, "quarkus.oidc.credentials.secret");
        StartupRefusal.collect()
                .requireOutsideLocal(realm.isPresent(), "REPRIEVE_OIDC_URL", "is not set")
                .requireOutsideLocal(
                        realm.map(ProductionChecks::isPrivate).orElse(true),
                        "REPRIEVE_OIDC_URL",
                        "is plain http to another machine; tokens are checked with keys fetched from it, so give https")
                .requireOutsideLocal(secret.isPresent(), "REPRIEVE_OIDC_SECRET", "is not set")
                .requireOutsideLocal(
                        secret.isEmpty() || !secret.equals(client),
                        "REPRIEVE_OIDC_SECRET",
                        "is the local realm's, which everybody knows")
                .requireOutsideLocal(
                        text(config, "quarkus.oidc.token.audience").isPresent(),
                        "quarkus.oidc.token.audience",
                        "is not set, so that tokens for other services would be taken")
                .requireOutsideLocal(
                        text(config, "quarkus.oidc.enabled")
                                .map(Boolean::valueOf)
                                .orElse(true),
                        "quarkus.oidc.enabled",
                        "is false")
                .orRefuse();
    }

    private static boolean isPrivate(String url) {
        URI uri = URI.create(url);
        return "https".equals(uri.getScheme()) || LOOPBACK.contains(uri.getHost());
    }

    private static Optional<String> text(Config config, String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }
}
