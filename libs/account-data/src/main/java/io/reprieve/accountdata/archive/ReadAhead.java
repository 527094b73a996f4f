package io.reprieve.accountdata.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a stream in a thread of its own, a few blocks ahead: an archive is decrypted and unpacked while the server takes in
 * what came before. Memory is bounded; closing ends the thread and closes the stream.
 */
public final class ReadAhead extends InputStream {

    private static final int BLOCK_BYTES = 1 << 16;
    private static final int BLOCKS = 16;
    private static final Block END = new Block(new byte[0], 0, null);

    private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(BLOCKS);
    private final InputStream stream;
    private final Thread reader;
    private Block current = new Block(new byte[0], 0, null);
    private int at;

    /** Some bytes, or what kept them from being read. */
    private record Block(byte[] bytes, int length, Throwable failure) {}

    public ReadAhead(InputStream stream) {
        this.stream = stream;
        this.reader = new Thread(this::readAll, "reprieve-read-ahead");
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll() {
        try {
            Block block;
            do {
                block = next();
                blocks.put(block);
            } while (block.failure() == null && block != END);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Block next() {
        try {
            byte[] bytes = new byte[BLOCK_BYTES];
            int length = stream.readNBytes(bytes, 0, BLOCK_BYTES);
            return length == 0 ? END : new Block(bytes, length, null);
        } catch (IOException | RuntimeException | Error e) {
            return new Block(new byte[0], 0, e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == current.length() && current != END) {
            take();
        }
        if (current == END) {
            return -1;
        }
        int count = Math.min(length, current.length() - at);
        System.arraycopy(current.bytes(), at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private void take() throws IOException {
        try {
            current = blocks.take();
            at = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading the archive");
        }
        if (current.failure() instanceof RuntimeException failure) {
            throw failure;
        }
        if (current.failure() != null) {
            throw new IOException(current.failure().getMessage(), current.failure());
        }
    }

    @Override
    public void close() throws IOException {
        reader.interrupt();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stream.close();
        }
    }
}
