package io.reprieve.localstack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/** Starts several things at once. */
final class SideBySide {
    private SideBySide() {}

    /**
     * Does all of it and waits for all of it, so that whatever did start is known even when another failed.
     *
     * @param each is told of everything that succeeded, as it does, and how long it took
     * @throws StackRefused with the first failure
     */
    static void each(List<Callable<AutoCloseable>> starts, BiConsumer<AutoCloseable, Stopwatch> each) {
        ExecutorService threads = Executors.newFixedThreadPool(starts.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Callable<AutoCloseable> start : starts) {
                Stopwatch watch = Stopwatch.started();
                running.add(threads.submit(() -> {
                    each.accept(start.call(), watch);
                    return null;
                }));
            }
            Throwable failure = null;
            for (Future<?> one : running) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    failure = failure == null ? e.getCause() : failure;
                }
            }
            if (failure != null) {
                throw new StackRefused(
                        failure.getMessage() == null ? failure.toString() : failure.getMessage(), failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackRefused("interrupted while starting", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
