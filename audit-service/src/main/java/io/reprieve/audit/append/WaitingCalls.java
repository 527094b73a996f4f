package io.reprieve.audit.append;

import io.reprieve.audit.log.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Calls that wait for the sequencer, first come first served; bounded by their bytes. Many put, one thread takes. */
final class WaitingCalls {
    /** One call's events and where its answer goes. */
    record Call(List<Entry> entries, long bytes, CompletableFuture<Appended> answer) {}

    private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final long mostBytes;
    private final int mostEvents;
    private volatile boolean closed;

    /** @param mostEvents of one batch; a single larger call is a batch of its own */
    WaitingCalls(long mostBytes, int mostEvents) {
        this.mostBytes = mostBytes;
        this.mostEvents = mostEvents;
    }

    /** Whether it was taken in; not when too much waits already, nor once nobody takes any more. */
    boolean offer(Call call) {
        if (closed) {
            return false;
        }
        if (bytes.addAndGet(call.bytes()) > mostBytes && call.bytes() < bytes.get()) {
            bytes.addAndGet(-call.bytes());
            return false;
        }
        calls.add(call);
        // Closed in between: either it is still here, or it was answered with the others.
        return !closed || !calls.remove(call);
    }

    /** All that waits, up to the size of a batch; empty when nothing came for so long. */
    List<Call> next(Duration patience) throws InterruptedException {
        List<Call> batch = new ArrayList<>();
        int events = 0;
        Call call = calls.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        while (call != null) {
            batch.add(call);
            events += call.entries().size();
            bytes.addAndGet(-call.bytes());
            Call following = calls.peek();
            call = following != null && events + following.entries().size() <= mostEvents ? calls.poll() : null;
        }
        return batch;
    }

    /** Takes in nothing more; what waits now. */
    List<Call> close() {
        closed = true;
        List<Call> left = new ArrayList<>();
        calls.drainTo(left);
        return left;
    }

    /** How many bytes of events wait. */
    long bytes() {
        return bytes.get();
    }
}
