package io.reprieve.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.reprieve.outbox.Reconciliation.Agreed;
import io.reprieve.outbox.Reconciliation.Differ;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Holds the outbox against the log every minute. A difference is an ERROR each time it is seen, an event {@code
 * outbox.differs} when it is new, and a metric; nothing is mended by itself, since one of the two was altered.
 *
 * <p>Metrics: {@code reprieve_outbox_differences} (entries that differ, at least 1 while anything does), {@code
 * reprieve_outbox_settled_age_seconds} (since both last agreed).
 */
@ApplicationScoped
public class Reconciler {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int LOOKS = 15;
    private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());

    private final OutboxConfig config;
    private final AuditConfig audit;
    private final ReconcileRun run;
    private final OutboxStore store;
    private final DataSource dataSource;
    private final Relay relay;
    private final String service;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long differences;
    private volatile double settledAge;
    private Differ reported;
    private Thread thread;

    Reconciler(
            DataSource dataSource,
            AuditLink link,
            OutboxConfig config,
            AuditConfig audit,
            Relay relay,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.dataSource = dataSource;
        this.config = config;
        this.audit = audit;
        this.relay = relay;
        this.service = service;
        this.run = new ReconcileRun(dataSource, link, LOOK_AGAIN, LOOKS);
        this.store = new OutboxStore("/" + service);
        Gauge.builder("reprieve.outbox.differences", () -> differences).register(meters);
        Gauge.builder("reprieve.outbox.settled.age.seconds", () -> settledAge).register(meters);
    }

    void start(@Observes StartupEvent event) {
        if (config.relay() && audit.url().isPresent()) {
            thread = new Thread(this::reconcileUntilStopped, "audit-reconcile");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        if (thread != null) {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }

    private void reconcileUntilStopped() {
        try {
            while (!stopped.await(config.reconcileEvery().toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    reconcile();
                } catch (AuditUnavailable | AuditRefused e) {
                    LOG.log(System.Logger.Level.WARNING, "The outbox was not held against the log: " + e.getMessage());
                } catch (SQLException | RuntimeException e) {
                    LOG.log(System.Logger.Level.ERROR, "The outbox could not be held against the log", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reconcile() throws SQLException, InterruptedException {
        try {
            Reconciliation outcome = run.once();
            if (outcome instanceof Differ differ) {
                loudly(differ);
            } else if (outcome instanceof Agreed) {
                reported = null;
                differences = 0;
                run.prune(config.keep());
            }
        } finally {
            settledAge = run.settledAgeSeconds();
        }
    }

    private void loudly(Differ differ) throws SQLException {
        differences = Math.max(1, differ.differences().count());
        LOG.log(
                System.Logger.Level.ERROR,
                "Outbox and log differ ({0}): they agreed up to {1}, the log says it holds {2}; {3}",
                differ.rule(),
                differ.agreedSize(),
                differ.logSize(),
                differ.differences());
        if (reported == null || !sameFact(reported, differ)) {
            Transactions.in(dataSource, connection -> store.append(connection, event(differ)));
            reported = differ;
            relay.wake();
        }
    }

    private static boolean sameFact(Differ one, Differ other) {
        return one.rule().equals(other.rule()) && Objects.equals(one.differences(), other.differences());
    }

    private EventDraft event(Differ differ) {
        Differences named = differ.differences();
        return EventDraft.of("outbox.differs", "outbox:" + service)
                .by(EventActor.service(service))
                .failed()
                .reason(differ.rule())
                .with("agreedSize", differ.agreedSize())
                .with("logSize", differ.logSize())
                .with("count", named.count())
                .with("missing", named.missing())
                .with("altered", named.altered())
                .with("unknown", named.unknown());
    }
}
