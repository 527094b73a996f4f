package io.reprieve.audit.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Tells those who wait that something grew: one thread looks for all of them, and only while somebody waits. Looking
 * rather than being told, since another replica may have appended.
 */
public final class Growth {
    private static final Logger LOG = Logger.getLogger(Growth.class);
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private record Waiting(long size, CompletableFuture<Void> told) {}

    private final LongSupplier measure;
    private final List<Waiting> waiting = new ArrayList<>();

    public Growth(String name, LongSupplier measure) {
        this.measure = measure;
        Thread thread = new Thread(this::look, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes once it is larger than this, or after so long. */
    public CompletionStage<Void> beyond(long size, Duration most) {
        CompletableFuture<Void> told =
                new CompletableFuture<Void>().completeOnTimeout(null, most.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (waiting) {
            waiting.add(new Waiting(size, told));
            waiting.notifyAll();
        }
        return told;
    }

    private void look() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                awaitSomebody();
                tell();
                Thread.sleep(BETWEEN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSomebody() throws InterruptedException {
        synchronized (waiting) {
            while (waiting.isEmpty()) {
                waiting.wait();
            }
        }
    }

    private void tell() {
        long size;
        try {
            size = measure.getAsLong();
        } catch (RuntimeException e) {
            LOG.debugf("Nobody can be told of new entries now: %s", e.getMessage());
            return;
        }
        List<Waiting> told = new ArrayList<>();
        synchronized (waiting) {
            for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
                Waiting next = all.next();
                if (next.told().isDone() || next.size() < size) {
                    told.add(next);
                    all.remove();
                }
            }
        }
        told.forEach(one -> one.told().complete(null));
    }
}
