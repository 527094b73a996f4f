package io.reprieve.backup.vault;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.edge.ProfileNow;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Opens the vault at start-up, and refuses the start when it does not lock (outside the local profile). */
@Startup
@ApplicationScoped
public class VaultAccess {

    private static final Logger LOG = Logger.getLogger(VaultAccess.class);

    private final VaultConfig config;
    private final Vault vault;
    private final LockState lock;

    VaultAccess(VaultConfig config, DatabaseTime time, MeterRegistry metrics) {
        this.config = config;
        VaultOpening.refuseUnsafe(config);
        boolean lax = ProfileNow.isLocalOrTest();
        this.vault = VaultOpening.open(config, lax);
        this.lock = VaultOpening.probed(vault, config, lax, time.now());
        if (lock.enforced()) {
            LOG.infof("Vault: %s", lock.detail());
        } else {
            LOG.warnf("LOCK NOT ENFORCED: %s. Whoever may delete there can destroy every backup.", lock.detail());
        }
        metrics.gauge("reprieve_vault_lock_enforced", lock, l -> l.enforced() ? 1 : 0);
    }

    @Produces
    Vault vault() {
        return vault;
    }

    /** @return what the probe at start-up found */
    public LockState lock() {
        return lock;
    }

    /**
     * @param now present time, as the database tells it
     * @return a place for one attempt's parts, under the first lock
     */
    public VaultParts parts(Instant now) {
        return new VaultParts(vault, now, now.plus(config.firstLock()));
    }

    @PreDestroy
    void close() {
        vault.close();
    }
}
