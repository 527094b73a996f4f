package io.reprieve.verifier.log;

import io.reprieve.verifier.NotProved;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The blocks of a log in their order, made ahead by as many threads as there are processors. */
final class Blocks implements AutoCloseable {
    private static final int AHEAD = 64;

    private interface Supply {
        /** The work of making the next block; null after the last. */
        Callable<Block> next() throws IOException;
    }

    private final Supply supply;
    private final Deque<Future<Block>> ahead = new ArrayDeque<>();
    private final ExecutorService threads;

    private Blocks(Supply supply) {
        this.supply = supply;
        this.threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), work -> {
            Thread thread = new Thread(work, "blocks");
            thread.setDaemon(true);
            return thread;
        });
    }

    static Blocks of(Tiles tiles) {
        long[] bundle = {0};
        return new Blocks(() -> {
            long next = bundle[0]++;
            return next < tiles.bundles() ? () -> Block.of(tiles, next) : null;
        });
    }

    static Blocks of(InputStream lines, long size) {
        EntryLines entries = new EntryLines(lines);
        long[] read = {0};
        return new Blocks(() -> {
            long first = read[0];
            List<byte[]> some = entries.next((int) Math.min(TileName.FULL, size - first));
            read[0] += some.size();
            return some.isEmpty() ? null : () -> Block.of(first, some);
        });
    }

    Block next() throws IOException, NotProved {
        while (ahead.size() < AHEAD) {
            Callable<Block> work = supply.next();
            if (work == null) {
                break;
            }
            ahead.add(threads.submit(work));
        }
        Future<Block> next = ahead.poll();
        return next == null ? null : made(next);
    }

    private static Block made(Future<Block> block) throws IOException, NotProved {
        try {
            return block.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotProved unproved) {
                throw unproved;
            }
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
