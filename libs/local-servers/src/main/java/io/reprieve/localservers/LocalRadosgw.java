package io.reprieve.localservers;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Follows in the next commit. */
public final class LocalRadosgw implements S3Server {
    private LocalRadosgw() {}

    public static LocalRadosgw start(Path home, int port) {
        return start(home, port, message -> {});
    }

    public static LocalRadosgw start(Path home, int port, Consumer<String> progress) {
        throw new UnsupportedOperationException("follows in the next commit");
    }

    @Override
    public String endpoint() {
        return "";
    }

    @Override
    public String accessKey() {
        return "";
    }

    @Override
    public String secretKey() {
        return "";
    }

    @Override
    public boolean enforcesObjectLock() {
        return false;
    }

    public static boolean isInstalled() {
        return false;
    }

    public long pid() {
        return 0;
    }

    @Override
    public void close() {}
}
