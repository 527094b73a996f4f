package io.reprieve.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * Calls, as many as callers make them.
 *
 * @param perSecond those that were answered as they ought to be
 * @param failed the others
 * @param millis how long each took, shortest first
 */
record Load(double perSecond, int failed, double[] millis) {

    /** Each caller asks again as soon as it was answered, {@code count} calls in all. */
    static Load closed(int callers, int count, IntPredicate call) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        double[] millis = new double[count];
        long start = System.nanoTime();
        each(callers, () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                millis[i] = timed(call, i, failed, System.nanoTime());
            }
            return null;
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(millis);
        return new Load((count - failed.get()) / seconds, failed.get(), millis);
    }

    /** So many a second whatever the answers take; a call's time counts from when it was due (no coordinated omission). */
    static Load open(int perSecond, int seconds, IntPredicate call) {
        int count = perSecond * seconds;
        double[] millis = new double[count];
        AtomicInteger failed = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(32);
        List<Future<?>> calls = new ArrayList<>();
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        for (int i = 0; i < count; i++) {
            int number = i;
            long due = start
                    + i * 1_000_000_000L / perSecond
                    + ThreadLocalRandom.current().nextInt(1_000_000);
            calls.add(clock.schedule(
                    () -> millis[number] = timed(call, number, failed, due),
                    due - System.nanoTime(),
                    TimeUnit.NANOSECONDS));
        }
        calls.forEach(Load::await);
        double took = (System.nanoTime() - start) / 1e9;
        clock.shutdown();
        Arrays.sort(millis);
        return new Load((count - failed.get()) / took, failed.get(), millis);
    }

    double percentile(double share) {
        return millis[Math.min(millis.length - 1, (int) Math.ceil(share * millis.length) - 1)];
    }

    private static double timed(IntPredicate call, int number, AtomicInteger failed, long since) {
        if (!call.test(number)) {
            failed.incrementAndGet();
        }
        return (System.nanoTime() - since) / 1e6;
    }

    private static void each(int callers, Callable<Void> work) {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            running.add(pool.submit(work));
        }
        running.forEach(Load::await);
        pool.shutdown();
    }

    private static void await(Future<?> call) {
        try {
            call.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
