package io.reprieve.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One stack per home: a lock that the operating system gives back when its holder dies, however it dies. */
final class HomeClaim implements AutoCloseable {
    private final Home home;
    private final FileChannel channel;
    private final FileLock lock;

    private HomeClaim(Home home, FileChannel channel, FileLock lock) {
        this.home = home;
        this.channel = channel;
        this.lock = lock;
    }

    static HomeClaim of(Home home) {
        Path file = home.run().resolve("stack.lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                String pid = home.pid("up").map(known -> ", process " + known).orElse("");
                throw new StackRefused(
                        "Reprieve is running already (" + home.folder() + pid + "): ./reprieve down stops it");
            }
            home.writePid("up", ProcessHandle.current().pid());
            for (Part service : Part.services()) {
                home.forget(home.restartRequest(service));
            }
            return new HomeClaim(home, channel, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }

    /** The process that runs a stack in this home now. */
    static Optional<ProcessHandle> holder(Home home) {
        try (FileChannel channel = FileChannel.open(
                home.run().resolve("stack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                lock.release();
                return Optional.empty();
            }
            return home.pid("up").flatMap(ProcessHandle::of);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at the lock of " + home.folder(), e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisJvm) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        home.forget(home.pidFile("up"));
        lock.release();
        channel.close();
    }
}
