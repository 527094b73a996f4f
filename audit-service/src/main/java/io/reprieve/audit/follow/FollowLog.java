package io.reprieve.audit.follow;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Keeps every follower up with the log, each on a thread of its own; of all replicas one at a time. */
@Singleton
public class FollowLog {
    private static final Logger LOG = Logger.getLogger(FollowLog.class);
    private static final Duration PATIENCE = Duration.ofMillis(10);

    private final FollowStep step;
    private final LogReader log;
    private final Map<String, Pursuit> pursuits = new LinkedHashMap<>();

    FollowLog(FollowStep step, LogReader log, @All List<Follower> followers, MeterRegistry meters) {
        this.step = step;
        this.log = log;
        for (Follower follower : followers) {
            pursuits.put(follower.name(), new Pursuit(follower, step, meters));
            Gauge.builder("reprieve.audit.follower.behind", () -> behind(follower.name()))
                    .description("entries of the log that a follower has not taken yet")
                    .tag("follower", follower.name())
                    .register(meters);
        }
    }

    void start(@Observes StartupEvent started) {
        pursuits.values().forEach(Thread::start);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        for (Pursuit pursuit : pursuits.values()) {
            pursuit.end();
        }
        for (Pursuit pursuit : pursuits.values()) {
            pursuit.join(Duration.ofSeconds(5).toMillis());
        }
    }

    /**
     * Waits until a follower has taken all entries before an index, but no longer than so long.
     *
     * @return how far it came: the index of the first entry it has not taken
     */
    public long await(String name, long index, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        long position = step.position(name);
        while (position < index && System.nanoTime() - end < 0) {
            pursuits.get(name).wake();
            if (!paused()) {
                break;
            }
            position = step.position(name);
        }
        return position;
    }

    private static boolean paused() {
        try {
            Thread.sleep(PATIENCE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private double behind(String name) {
        try {
            return Math.max(0, log.size() - step.position(name));
        } catch (RuntimeException e) {
            LOG.debugf("How far %s is behind is not known: %s", name, e.getMessage());
            return Double.NaN;
        }
    }
}
