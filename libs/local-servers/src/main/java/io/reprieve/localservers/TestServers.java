package io.reprieve.localservers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/**
 * One of each server per test JVM, on free ports, started when first asked for and gone with the JVM; what they keep is
 * removed. Tests share them and take databases, buckets and users of their own.
 */
public final class TestServers {
    private static final Map<PostgresVersion, LocalPostgres> POSTGRES = new EnumMap<>(PostgresVersion.class);

    private static Folders.Claimed home;
    private static LocalKeycloak keycloak;
    private static LocalS3 s3;
    private static LocalRadosgw radosgw;

    private TestServers() {}

    /** PostgreSQL, without the flushes that only matter when the machine itself goes down. */
    public static LocalPostgres postgres() {
        return postgres(PostgresVersion.DEFAULT);
    }

    /** As {@link #postgres()}, of another version. */
    public static synchronized LocalPostgres postgres(PostgresVersion version) {
        return POSTGRES.computeIfAbsent(
                version,
                wanted -> LocalPostgres.start(
                        wanted,
                        home().resolve("postgres-" + wanted.major()),
                        0,
                        Map.of("fsync", "off", "full_page_writes", "off", "shared_buffers", "64MB"),
                        TestServers::say));
    }

    /** Keycloak with the realm {@code reprieve}. */
    public static synchronized LocalKeycloak keycloak() {
        if (keycloak == null) {
            keycloak = LocalKeycloak.start(home().resolve("keycloak"), 0, TestServers::say);
        }
        return keycloak;
    }

    /** An S3 that answers like S3 but does not enforce Object Lock. */
    public static synchronized LocalS3 s3() {
        if (s3 == null) {
            s3 = LocalS3.start(home().resolve("s3"), 0, TestServers::say);
        }
        return s3;
    }

    /** An S3 that enforces Object Lock and takes every legal key, where {@link LocalRadosgw#isInstalled()}. */
    public static synchronized LocalRadosgw radosgw() {
        if (radosgw == null) {
            radosgw = LocalRadosgw.start(home().resolve("radosgw"), 0, TestServers::say);
        }
        return radosgw;
    }

    /** A new, empty folder that goes with the JVM. */
    public static synchronized Path folder() {
        return home().resolve("folder-" + UUID.randomUUID());
    }

    private static Path home() {
        if (home == null) {
            home = Folders.claimFresh(Checkout.tests());
            Runtime.getRuntime().addShutdownHook(new Thread(TestServers::closeAll, "stop-test-servers"));
        }
        return home.folder();
    }

    private static synchronized void closeAll() {
        POSTGRES.values().forEach(LocalPostgres::close);
        if (keycloak != null) {
            keycloak.close();
        }
        if (s3 != null) {
            s3.close();
        }
        if (radosgw != null) {
            radosgw.close();
        }
        if (Files.exists(home.folder())) {
            home.close();
        }
    }

    private static void say(String message) {
        System.out.println("[servers] " + message);
    }
}
