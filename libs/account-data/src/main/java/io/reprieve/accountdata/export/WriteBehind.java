package io.reprieve.accountdata.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Hands on what it is given in large pieces, on another thread, so that reading goes on while what was read is compressed,
 * encrypted and stored. A few pieces are on their way at most; what fits into the first is handed on where it is, without
 * a thread. For one writing thread; waits uninterrupted, since the other thread always comes to its end.
 */
final class WriteBehind extends OutputStream {

    private static final int FIRST = 64 * 1024;
    private static final int LATER = 256 * 1024;
    private static final int PIECES = 4;

    private final OutputStream target;
    private final Executor threads;
    private final BlockingQueue<Piece> empty = new ArrayBlockingQueue<>(PIECES);
    private final BlockingQueue<Piece> filled = new ArrayBlockingQueue<>(PIECES);
    private final FutureTask<Void> handingOn = new FutureTask<>(this::handOn);
    private volatile Throwable failure;
    private Piece present = new Piece(FIRST);
    private int made = 1;
    private boolean started;
    private boolean closed;

    private static final class Piece {
        private final byte[] bytes;
        private int length;
        private boolean last;

        Piece(int size) {
            this.bytes = new byte[size];
        }
    }

    WriteBehind(OutputStream target, Executor threads) {
        this.target = target;
        this.threads = threads;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (present.length == present.bytes.length) {
                pass();
            }
            int taken = Math.min(left, present.bytes.length - present.length);
            System.arraycopy(from, at, present.bytes, present.length, taken);
            present.length += taken;
            at += taken;
            left -= taken;
        }
    }

    private void pass() throws IOException {
        if (failure != null) {
            // Not the failure itself: closing tells that one, and an exception cannot be suppressed by itself.
            throw new IOException(failure.getMessage(), failure);
        }
        if (!started) {
            threads.execute(handingOn);
            started = true;
        }
        put(filled, present);
        present = made++ < PIECES ? new Piece(LATER) : take(empty);
    }

    /** On the other thread. Once writing has failed, pieces are only given back, so that nobody waits for them. */
    private Void handOn() throws IOException {
        boolean last = false;
        while (!last) {
            Piece piece = take(filled);
            last = piece.last;
            if (failure == null) {
                try {
                    target.write(piece.bytes, 0, piece.length);
                } catch (IOException | RuntimeException | Error e) {
                    failure = e;
                }
            }
            // From here on it is the writer's again.
            piece.length = 0;
            put(empty, piece);
        }
        if (failure != null) {
            throw failure instanceof IOException io ? io : new IOException(failure);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (target) {
            if (started) {
                present.last = true;
                put(filled, present);
                uninterrupted(handingOn::get);
            } else {
                target.write(present.bytes, 0, present.length);
            }
        }
    }

    private static Piece take(BlockingQueue<Piece> queue) throws IOException {
        return uninterrupted(queue::take);
    }

    private static void put(BlockingQueue<Piece> queue, Piece piece) throws IOException {
        uninterrupted(() -> {
            queue.put(piece);
            return null;
        });
    }

    private static <T> T uninterrupted(Callable<T> waiting) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.call();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
