package io.reprieve.accountdata.objects;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets two large objects travel at a time: each takes buffers of many MiB, which small ones do not. */
final class LargeOnes {

    private static final long LARGE = 2L << 20;

    private final Semaphore places = new Semaphore(2);

    <T> T alone(long size, Supplier<T> work) {
        if (size <= LARGE) {
            return work.get();
        }
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
