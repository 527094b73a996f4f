package io.reprieve.purge.facts;

import io.reprieve.purge.guard.Fact;
import io.reprieve.purge.neighbour.Neighbour;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.context.ThreadContext;

/**
 * Puts questions side by side, so that a decision waits for the slowest answer and not for their sum. Silence and refusals
 * become an unknown.
 */
@ApplicationScoped
class Learn {
    private static final int AT_ONCE = 32;

    // Nothing waits in line: with all of them busy, whoever asks does so alone, one question after the other.
    // Never shut down: a question put while the service stops would find nobody, and the asker would wait for ever.
    private final Executor askers = new ThreadPoolExecutor(
            0,
            AT_ONCE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Learn::thread,
            new ThreadPoolExecutor.CallerRunsPolicy());

    /** An answer on its way. */
    interface Asked<T> {
        Fact<T> fact();
    }

    /** The caller's trace goes along; a transaction does not. */
    <T> Asked<T> ask(Supplier<T> question) {
        Supplier<Fact<T>> answer = Traces.PASSED_ON.contextualSupplier(() -> answer(question));
        CompletableFuture<Fact<T>> pending = CompletableFuture.supplyAsync(answer, askers);
        return () -> arrived(pending);
    }

    private static <T> Fact<T> arrived(CompletableFuture<Fact<T>> pending) {
        try {
            return pending.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failed ? failed : e;
        }
    }

    static <T> Fact<T> answer(Supplier<T> question) {
        try {
            return Fact.known(question.get());
        } catch (Neighbour.Refused | Neighbour.Silent | IllegalStateException e) {
            return Fact.unknown(e.getMessage());
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "learn");
        thread.setDaemon(true);
        return thread;
    }

    /** Looked up when first needed: there is none outside the container. */
    private static final class Traces {
        static final ThreadContext PASSED_ON = ThreadContext.builder()
                .cleared(ThreadContext.TRANSACTION)
                .propagated(ThreadContext.ALL_REMAINING)
                .build();
    }
}
