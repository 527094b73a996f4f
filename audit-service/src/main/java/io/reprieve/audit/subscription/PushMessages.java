package io.reprieve.audit.subscription;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Keeps pushing, to every subscriber at their own pace: one that hangs holds up nobody else. */
@Singleton
class PushMessages {
    private static final Logger LOG = Logger.getLogger(PushMessages.class);
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final int AT_ONCE = 8;

    private final SubscriptionStore subscriptions;
    private final PushTo push;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(PushMessages::thread);
    private final ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE, PushMessages::thread);

    PushMessages(SubscriptionStore subscriptions, DeliveryStore deliveries, PushTo push, MeterRegistry meters) {
        this.subscriptions = subscriptions;
        this.push = push;
        gauge(meters, "reprieve.audit.deliveries.pending", () -> deliveries
                .standing(null)
                .pending());
        gauge(meters, "reprieve.audit.deliveries.dead", () -> deliveries
                .standing(null)
                .dead());
        gauge(meters, "reprieve.audit.deliveries.oldest.seconds", () -> deliveries
                .standing(null)
                .oldestSeconds());
    }

    void start(@Observes StartupEvent started) {
        clock.scheduleWithFixedDelay(this::look, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        clock.shutdownNow();
        workers.shutdownNow();
        workers.awaitTermination(5, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            for (Subscription due : subscriptions.due()) {
                if (underWay.add(due.id())) {
                    workers.execute(() -> push(due));
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("What is to be pushed is not known now: %s", e.getMessage());
        }
    }

    private void push(Subscription due) {
        try {
            push.push(due);
        } catch (RuntimeException e) {
            LOG.errorf("Pushing to %s failed: %s", due.id(), e.getMessage());
        } finally {
            underWay.remove(due.id());
        }
    }

    private static void gauge(MeterRegistry meters, String name, Supplier<Number> value) {
        Gauge.builder(name, () -> {
                    try {
                        return value.get();
                    } catch (RuntimeException e) {
                        return Double.NaN;
                    }
                })
                .register(meters);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "push");
        thread.setDaemon(true);
        return thread;
    }
}
