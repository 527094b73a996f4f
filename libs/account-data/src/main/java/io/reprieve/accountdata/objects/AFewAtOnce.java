package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.report.AccountDataException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Does a few small things at once, since each waits for an answer most of its time, and gives their results in the order of
 * what was asked. The first failure ends it, once nothing is under way any more.
 */
public final class AFewAtOnce {

    private static final int AT_ONCE = 8;
    private static final int AHEAD = 64;

    private AFewAtOnce() {}

    /**
     * Applies {@code task} to each item.
     *
     * @param done told, in the calling thread, how many are done
     */
    public static <T, R> List<R> each(Collection<T> items, Function<T, R> task, IntConsumer done) {
        List<R> results = new ArrayList<>();
        Deque<Future<R>> underWay = new ArrayDeque<>();
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, items.size())));
        try {
            for (T item : items) {
                if (underWay.size() == AHEAD) {
                    results.add(result(underWay.remove()));
                    done.accept(results.size());
                }
                underWay.add(pool.submit(() -> task.apply(item)));
            }
            while (!underWay.isEmpty()) {
                results.add(result(underWay.remove()));
                done.accept(results.size());
            }
            return results;
        } finally {
            underWay.forEach(future -> future.cancel(false));
            end(pool);
        }
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AccountDataException("working on objects failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AccountDataException("interrupted while working on objects", e);
        }
    }

    private static void end(ExecutorService pool) {
        pool.shutdown();
        try {
            // Whoever is told of a failure may rely on it that nothing writes any more.
            if (!pool.awaitTermination(10, TimeUnit.MINUTES)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
