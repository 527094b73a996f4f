package io.reprieve.backup.vault;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says in health whether the vault locks. Not locking does not take the service down: it runs only where that is allowed. */
@Readiness
@ApplicationScoped
class VaultHealth implements HealthCheck {

    private final VaultAccess vault;

    VaultHealth(VaultAccess vault) {
        this.vault = vault;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("vault")
                .up()
                .withData("lock", vault.lock().enforced() ? "enforced" : "lock not enforced")
                .withData("detail", vault.lock().detail())
                .build();
    }
}
