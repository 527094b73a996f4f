package io.reprieve.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Carries the outbox to the log: at least once, in order within an aggregate, side by side with other replicas. While
 * the log is down it asks ever more rarely; the events wait in the database.
 *
 * <p>Metrics: {@code reprieve_outbox_unsent}, {@code reprieve_outbox_oldest_seconds}, {@code reprieve_outbox_refused}.
 */
@ApplicationScoped
public class Relay {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final long BACKLOG_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final System.Logger LOG = System.getLogger(Relay.class.getName());

    private final OutboxConfig config;
    private final AuditConfig audit;
    private final RelayRun run;
    private final BlockingQueue<Boolean> wakes = new ArrayBlockingQueue<>(1);
    private volatile RelayStore.Backlog backlog = new RelayStore.Backlog(0, 0, 0);
    private volatile boolean stopping;
    private Thread thread;

    Relay(DataSource dataSource, AuditLink link, OutboxConfig config, AuditConfig audit, MeterRegistry meters) {
        this.config = config;
        this.audit = audit;
        this.run = new RelayRun(dataSource, link, config.batch());
        Gauge.builder("reprieve.outbox.unsent", () -> backlog.unsent()).register(meters);
        Gauge.builder("reprieve.outbox.oldest.seconds", () -> backlog.oldestSeconds())
                .register(meters);
        Gauge.builder("reprieve.outbox.refused", () -> backlog.refused()).register(meters);
    }

    /**
     * Sends one committed event now, with whatever its aggregate has before it; returns when the log has it.
     *
     * @return its index in the log
     * @throws AuditUnavailable the log does not answer; the event stays queued
     * @throws AuditRefused the log will not have it, or one before it
     */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public long relayNow(String eventId) {
        try {
            return run.upTo(eventId);
        } catch (SQLException e) {
            throw new OutboxFailure("the outbox could not be relayed", e);
        }
    }

    /** There is something to send. */
    void wake() {
        wakes.offer(Boolean.TRUE);
    }

    void start(@Observes StartupEvent event) {
        if (!config.relay()) {
            return;
        }
        if (audit.url().isEmpty()) {
            if (ConfigUtils.isProfileActive("test") || ConfigUtils.isProfileActive("local")) {
                LOG.log(System.Logger.Level.WARNING, "REPRIEVE_AUDIT_URL is not set: audit events stay in the outbox");
                return;
            }
            throw new IllegalStateException("REPRIEVE_AUDIT_URL is not set: audit events would never reach the log");
        }
        thread = new Thread(this::relayUntilStopped, "audit-relay");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }

    private void relayUntilStopped() {
        Duration pause = Duration.ZERO;
        long measuredAt = System.nanoTime() - BACKLOG_NANOS;
        while (!stopping) {
            try {
                if (System.nanoTime() - measuredAt >= BACKLOG_NANOS) {
                    backlog = run.backlog();
                    measuredAt = System.nanoTime();
                }
                boolean more = run.once() > 0;
                if (!pause.isZero()) {
                    LOG.log(System.Logger.Level.INFO, "Audit events flow to the log again");
                    pause = Duration.ZERO;
                }
                if (!more) {
                    wakes.poll(config.every().toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (SQLException | RuntimeException e) {
                if (stopping) {
                    return;
                }
                if (pause.isZero()) {
                    LOG.log(System.Logger.Level.WARNING, "Audit events wait in the outbox: " + e.getMessage());
                }
                pause = longer(pause);
                if (!sleep(pause)) {
                    return;
                }
            }
        }
    }

    private Duration longer(Duration pause) {
        Duration doubled = pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2);
        return doubled.compareTo(config.longestPause()) > 0 ? config.longestPause() : doubled;
    }

    // Half fixed, half random, so that replicas do not ask in step.
    private static boolean sleep(Duration pause) {
        try {
            long millis = pause.toMillis();
            Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
