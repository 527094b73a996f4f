package io.reprieve.audit.copies;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.DamageAlarm;
import io.reprieve.audit.log.LogConfig;
import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.tree.TileId;
import io.reprieve.edge.ProfileNow;
import io.reprieve.edge.StartupRefusal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Keeps the vault's copy of the log as near behind it as it is meant to be. */
@Singleton
class KeepCopying {
    private static final Logger LOG = Logger.getLogger(KeepCopying.class);
    private static final Duration LONGEST_LOCK = Duration.ofDays(400);

    private final CopyLog copy;
    private final CopyStore store;
    private final CopiesConfig config;
    private final String origin;
    private final DamageAlarm alarm;
    private final Counter failures;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "copy-log");
        thread.setDaemon(true);
        return thread;
    });
    private LogVault vault;

    KeepCopying(
            CopyLog copy,
            CopyStore store,
            CopiesConfig config,
            LogConfig log,
            DamageAlarm alarm,
            MeterRegistry meters) {
        this.copy = copy;
        this.store = store;
        this.config = config;
        this.origin = log.origin();
        this.alarm = alarm;
        this.failures = meters.counter("reprieve.audit.copies.failures");
        if (config.bucket().isPresent()) {
            Gauge.builder("reprieve.audit.copies.behind", this::behind)
                    .description("entries in full bundles, old enough to be copied, that the vault does not hold yet")
                    .register(meters);
        }
    }

    void start(@Observes StartupEvent started) {
        if (config.bucket().isEmpty()) {
            LOG.info("No vault is set (REPRIEVE_VAULT_BUCKET): entries are kept in the log's database alone");
            return;
        }
        StartupRefusal.collect()
                .present("REPRIEVE_VAULT_S3_ACCESS_KEY", config.accessKey())
                .present("REPRIEVE_VAULT_S3_SECRET_KEY", config.secretKey())
                .atLeastOneDay("REPRIEVE_LOG_COPIES_RETENTION", config.retention())
                .require(
                        config.retention().compareTo(LONGEST_LOCK) <= 0,
                        "REPRIEVE_LOG_COPIES_RETENTION",
                        "is longer than the longest lock, " + LONGEST_LOCK.toDays() + " days")
                .orRefuse();
        long look = config.look().toMillis();
        timer.scheduleWithFixedDelay(this::look, look, look, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        timer.shutdownNow();
        if (timer.awaitTermination(5, TimeUnit.SECONDS) && vault != null) {
            vault.close();
        }
    }

    private void look() {
        try {
            if (vault == null) {
                vault = new LogVault(config, origin, !ProfileNow.isLocalOrTest());
            }
            copy.into(name(), vault);
        } catch (LogDamaged e) {
            failures.increment();
            alarm.raise(e.getMessage());
        } catch (RuntimeException e) {
            failures.increment();
            LOG.warnf("Old entries were not copied to the vault: %s", e.getMessage());
        }
    }

    private String name() {
        return config.endpoint().map(address -> address + " ").orElse("")
                + config.bucket().orElseThrow();
    }

    private double behind() {
        try {
            long old = store.olderThan(config.after()).map(Checkpoint::size).orElse(0L);
            return Math.max(0, old - old % TileId.WIDTH - store.copied(name()));
        } catch (RuntimeException e) {
            LOG.debugf("How far the vault is behind is not known: %s", e.getMessage());
            return Double.NaN;
        }
    }
}
