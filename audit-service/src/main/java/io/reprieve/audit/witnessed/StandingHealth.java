package io.reprieve.audit.witnessed;

import io.reprieve.audit.log.LogStanding;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while a witness remembers another log than this one. */
@Readiness
@ApplicationScoped
class StandingHealth implements HealthCheck {
    private final LogStanding standing;

    StandingHealth(LogStanding standing) {
        this.standing = standing;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> contradiction = standing.contradiction();
        var response = HealthCheckResponse.named("witnesses").status(contradiction.isEmpty());
        contradiction.ifPresent(fact -> response.withData("contradiction", fact));
        return response.build();
    }
}
