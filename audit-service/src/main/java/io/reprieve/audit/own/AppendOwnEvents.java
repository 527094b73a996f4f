package io.reprieve.audit.own;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The thread that carries this service's own events into its log. */
@ApplicationScoped
class AppendOwnEvents {
    private static final Logger LOG = Logger.getLogger(AppendOwnEvents.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final OwnEvents events;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "append-own-events");

    AppendOwnEvents(OwnEvents events) {
        this.events = events;
    }

    void start(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        thread.join(TimeUnit.SECONDS.toMillis(5));
    }

    private void run() {
        try {
            while (!stopped.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    events.appendQueued();
                } catch (RuntimeException e) {
                    LOG.warnf("Own events wait for the log: %s", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
