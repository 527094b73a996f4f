package io.reprieve.localservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** An exclusive claim on a folder, among JVMs and inside one; the operating system gives it back when a JVM dies. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private FolderLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Claims {@code <folder>.lock}, or answers empty when somebody holds it. */
    static Optional<FolderLock> tryTake(Path folder) {
        Path file = folder.resolveSibling(folder.getFileName() + ".lock");
        FileChannel channel = null;
        try {
            Files.createDirectories(file.getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new FolderLock(channel, lock));
            }
        } catch (OverlappingFileLockException heldInThisJvm) {
            // the same answer as a lock held by another JVM
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + file, e);
        }
        closeQuietly(channel);
        return Optional.empty();
    }

    /** Waits for {@code <folder>.lock}. */
    static FolderLock take(Path folder) {
        while (true) {
            Optional<FolderLock> taken = tryTake(folder);
            if (taken.isPresent()) {
                return taken.get();
            }
            Waiting.pause(100);
        }
    }

    /** Does the work while nobody else holds {@code <folder>.lock}. */
    static void holding(Path folder, Runnable work) {
        FolderLock lock = take(folder);
        try {
            work.run();
        } finally {
            lock.close();
        }
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException ignored) {
            // nothing was locked, so nothing is lost
        }
    }
}
