package io.reprieve.edge.refusal;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Puts refused calls on record without letting whoever is refused fill the log: the first of a caller, rule and call is
 * told at once, later ones as a count when their window ends. What came within the last second is counted in memory
 * alone; a kill loses that second's repetitions, and a first refusal only if it falls into that second.
 */
@ApplicationScoped
public class RefusedCalls {
    private static final Logger LOG = Logger.getLogger(RefusedCalls.class);
    private static final int MOST_KEPT = 200;
    private static final long FLUSH_MILLIS = 1_000;

    /** How often since when. */
    record Count(long calls, Instant first, Instant last) {
        Count and(Count later) {
            return new Count(calls + later.calls, first, later.last);
        }
    }

    private final TellRefusals tell;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Map<RefusedCall, Count> counts = new HashMap<>();
    private Thread thread;

    RefusedCalls(TellRefusals tell) {
        this.tell = tell;
    }

    /** One more; never waits for anything. */
    public synchronized void note(RefusedCall call) {
        boolean known = counts.containsKey(call) || counts.size() < MOST_KEPT;
        Instant now = Instant.now();
        counts.merge(known ? call : call.amongOthers(), new Count(1, now, now), Count::and);
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "refused-calls");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        if (thread != null) {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }

    private void run() {
        boolean running = true;
        while (running) {
            try {
                running = !stopped.await(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            flush();
        }
    }

    private void flush() {
        Map<RefusedCall, Count> taken = take();
        try {
            while (!taken.isEmpty()) {
                RefusedCall next = taken.keySet().iterator().next();
                tell.count(next, taken.get(next));
                taken.remove(next);
            }
            tell.due();
        } catch (RuntimeException e) {
            LOG.warnf("Refused calls wait to be put on record: %s", e.getMessage());
            putBack(taken);
        }
    }

    private synchronized Map<RefusedCall, Count> take() {
        Map<RefusedCall, Count> taken = counts;
        counts = new HashMap<>();
        return taken;
    }

    private synchronized void putBack(Map<RefusedCall, Count> untold) {
        counts.forEach((call, count) -> untold.merge(call, count, Count::and));
        counts = untold;
    }
}
