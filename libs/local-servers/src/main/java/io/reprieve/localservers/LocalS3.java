package io.reprieve.localservers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Adobe's S3Mock as a process: an S3 that keeps versions and its files across restarts, and takes any credentials. It
 * drops Object Lock headers instead of enforcing them; {@link LocalRadosgw} enforces.
 */
public final class LocalS3 implements S3Server {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);
    private static final int ATTEMPTS_AT_A_FREE_PORT = 3;

    private final OwnedProcess process;
    private final FolderLock lock;
    private final int port;

    private LocalS3(OwnedProcess process, FolderLock lock, int port) {
        this.process = process;
        this.lock = lock;
        this.port = port;
    }

    /** Starts with its files in {@code dir} and on {@code port} (0: any free one). */
    public static LocalS3 start(Path dir, int port) {
        return start(dir, port, message -> {});
    }

    /**
     * Starts it.
     *
     * @param progress is told, in a sentence each, what takes time
     * @throws IllegalStateException when another running JVM has this folder, or the server does not come up
     */
    public static LocalS3 start(Path dir, int port, Consumer<String> progress) {
        Path folder = dir.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.tryTake(folder)
                .orElseThrow(() -> new IllegalStateException("Another running process uses " + folder));
        try {
            return launched(folder, port, progress, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static LocalS3 launched(Path folder, int wanted, Consumer<String> progress, FolderLock lock) {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.orFree(wanted);
            OwnedProcess process = OwnedProcess.start(OwnedProcess.Spec.of(
                            "S3", Jvm.command(320, arguments(folder, port)), folder, folder.resolve("s3.log"))
                    .inheriting(Jvm::mayInherit));
            try {
                process.await(STARTS_WITHIN, progress, () -> Ports.inUse(port));
                return new LocalS3(process, lock, port);
            } catch (IllegalStateException e) {
                if (wanted != 0 || attempt == ATTEMPTS_AT_A_FREE_PORT) {
                    throw e;
                }
            }
        }
    }

    private static List<String> arguments(Path folder, int port) {
        return List.of(
                "-jar",
                Dist.s3mock().toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                // its own certificate would cost seconds of every start
                "--server.ssl.enabled=false",
                // a second listener that it insists on: on whatever port is free
                "--com.adobe.testing.s3mock.httpPort=0",
                "--com.adobe.testing.s3mock.store.root=" + folder.resolve("store"),
                "--com.adobe.testing.s3mock.store.retainFilesOnExit=true",
                "--logging.level.root=WARN");
    }

    @Override
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public String accessKey() {
        return "local";
    }

    @Override
    public String secretKey() {
        return "localsecret";
    }

    @Override
    public boolean enforcesObjectLock() {
        return false;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
        lock.close();
    }
}
