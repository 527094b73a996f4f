package io.reprieve.localservers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One of each server per test JVM, on free ports, started when first asked for and gone with the JVM; what they keep is
 * removed. Tests share them and take databases, buckets and users of their own.
 */
public final class TestServers {
    private static final Map<PostgresVersion, Shared<LocalPostgres>> POSTGRES = new ConcurrentHashMap<>();
    private static final Shared<LocalKeycloak> KEYCLOAK = new Shared<>();
    private static final Shared<LocalS3> S3 = new Shared<>();
    private static final Shared<LocalRadosgw> RADOSGW = new Shared<>();

    private static Folders.Claimed home;

    private TestServers() {}

    /** A server that is started once; while one starts, another may. */
    private static final class Shared<S extends AutoCloseable> {
        private S server;

        synchronized S get(Supplier<S> start) {
            if (server == null) {
                server = start.get();
            }
            return server;
        }

        synchronized void close() {
            if (server != null) {
                try {
                    server.close();
                } catch (Exception e) {
                    say("while stopping: " + e.getMessage());
                }
            }
        }
    }

    /** Starts these side by side, for tests that need them all. What does not come up says so when it is asked for. */
    public static void start(List<Supplier<?>> servers) {
        List<Thread> starts =
                servers.stream().map(server -> new Thread(server::get)).toList();
        starts.forEach(Thread::start);
        try {
            for (Thread start : starts) {
                start.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** PostgreSQL, without the flushes that only matter when the machine itself goes down. */
    public static LocalPostgres postgres() {
        return postgres(PostgresVersion.DEFAULT);
    }

    /** As {@link #postgres()}, of another version. */
    public static LocalPostgres postgres(PostgresVersion version) {
        return POSTGRES.computeIfAbsent(version, wanted -> new Shared<>())
                .get(() -> LocalPostgres.start(
                        version,
                        home().resolve("postgres-" + version.major()),
                        0,
                        Map.of("fsync", "off", "full_page_writes", "off", "shared_buffers", "64MB"),
                        TestServers::say));
    }

    /** Keycloak with the realm {@code reprieve}. */
    public static LocalKeycloak keycloak() {
        return KEYCLOAK.get(() -> LocalKeycloak.start(home().resolve("keycloak"), 0, TestServers::say));
    }

    /** An S3 that answers like S3 but does not enforce Object Lock. */
    public static LocalS3 s3() {
        return S3.get(() -> LocalS3.start(home().resolve("s3"), 0, TestServers::say));
    }

    /** An S3 that enforces Object Lock and takes every legal key, where {@link LocalRadosgw#isInstalled()}. */
    public static LocalRadosgw radosgw() {
        return RADOSGW.get(() -> LocalRadosgw.start(home().resolve("radosgw"), 0, TestServers::say));
    }

    /** A new, empty folder that goes with the JVM. */
    public static Path folder() {
        return home().resolve("folder-" + UUID.randomUUID());
    }

    private static synchronized Path home() {
        if (home == null) {
            home = Folders.claimFresh(Checkout.tests());
            Runtime.getRuntime().addShutdownHook(new Thread(TestServers::closeAll, "stop-test-servers"));
        }
        return home.folder();
    }

    private static void closeAll() {
        POSTGRES.values().forEach(Shared::close);
        KEYCLOAK.close();
        S3.close();
        RADOSGW.close();
        if (Files.exists(home.folder())) {
            home.close();
        }
    }

    private static void say(String message) {
        System.out.println("[servers] " + message);
    }
}
