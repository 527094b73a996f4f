package io.reprieve.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One stack per home: a lock that the operating system gives back when its holder dies, however it dies. */
final class HomeClaim implements AutoCloseable {
    // Closing any channel of the file would give this process's lock back to the operating system, so the homes claimed
    // here are known without looking at the file.
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Home home;
    private final FileChannel channel;
    private final FileLock lock;

    private HomeClaim(Home home, FileChannel channel, FileLock lock) {
        this.home = home;
        this.channel = channel;
        this.lock = lock;
    }

    static HomeClaim of(Home home) {
        Path file = file(home);
        if (!HERE.add(file)) {
            throw runningAlready(home);
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                HERE.remove(file);
                throw runningAlready(home);
            }
            home.writePid("up", ProcessHandle.current().pid());
            for (Part service : Part.processes()) {
                home.forget(home.restartRequest(service));
            }
            return new HomeClaim(home, channel, lock);
        } catch (IOException e) {
            HERE.remove(file);
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }

    /** The process that runs a stack in this home now. */
    static Optional<ProcessHandle> holder(Home home) {
        if (HERE.contains(file(home))) {
            return Optional.of(ProcessHandle.current());
        }
        try (FileChannel channel = FileChannel.open(file(home), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                lock.release();
                return Optional.empty();
            }
            return home.pid("up").flatMap(ProcessHandle::of);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at the lock of " + home.folder(), e);
        }
    }

    private static Path file(Home home) {
        return home.run().resolve("stack.lock");
    }

    private static StackRefused runningAlready(Home home) {
        String pid = home.pid("up").map(known -> ", process " + known).orElse("");
        return new StackRefused("Reprieve is running already (" + home.folder() + pid + "): ./reprieve down stops it");
    }

    @Override
    public void close() throws IOException {
        home.forget(home.pidFile("up"));
        lock.release();
        channel.close();
        HERE.remove(file(home));
    }
}
