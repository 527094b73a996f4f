package io.reprieve.edge;

import io.quarkus.keycloak.pep.PolicyEnforcerResolver;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import org.jboss.logging.Logger;

/** Builds the policy enforcer while the service starts: left to itself, the first request does so on the event loop. */
@ApplicationScoped
class EnforcerAtStart {
    private static final Logger LOG = Logger.getLogger(EnforcerAtStart.class);

    void warm(@Observes StartupEvent starting, Instance<PolicyEnforcerResolver> enforcers) {
        if (!enforcers.isResolvable()) {
            return;
        }
        try {
            enforcers.get().getReadTimeout();
        } catch (RuntimeException notYet) {
            LOG.warnf("Keycloak does not answer yet; path policies are read when it does: %s", notYet.getMessage());
        }
    }
}
