package io.reprieve.localservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A real Keycloak with the realm {@code reprieve}, on 127.0.0.1. Every start begins with the realm as its file declares
 * it; what was changed while it ran is gone with it.
 */
public final class LocalKeycloak implements AutoCloseable {
    /** Administrator of the master realm; the password is the name. Local and test servers only. */
    public static final String ADMIN = KeycloakDistribution.ADMIN;

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
    private static final int ATTEMPTS = 3;

    private final OwnedProcess process;
    private final FolderLock lock;
    private final int port;

    private LocalKeycloak(OwnedProcess process, FolderLock lock, int port) {
        this.process = process;
        this.lock = lock;
        this.port = port;
    }

    /** Starts with its working database in {@code home} and on {@code port} (0: any free one). */
    public static LocalKeycloak start(Path home, int port) {
        return start(home, port, message -> {});
    }

    /**
     * Starts it. The first start of a checkout takes a minute or two longer, the first after a change of the realm half
     * a minute.
     *
     * @param progress is told, in a sentence each, what takes time
     * @throws IllegalStateException when another running JVM has this folder, or the server does not come up
     */
    public static LocalKeycloak start(Path home, int port, Consumer<String> progress) {
        Path folder = home.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.tryTake(folder)
                .orElseThrow(() -> new IllegalStateException("Another running process uses " + folder));
        try {
            return launched(KeycloakDistribution.template(progress), folder, port, progress, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static LocalKeycloak launched(
            KeycloakDistribution.Template template,
            Path folder,
            int wanted,
            Consumer<String> progress,
            FolderLock lock) {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.orFree(wanted);
            copy(template.database(), folder);
            OwnedProcess process = template.keycloak()
                    .start(
                            "Keycloak",
                            256,
                            List.of(
                                    "start",
                                    "--optimized",
                                    "--http-enabled=true",
                                    "--http-host=127.0.0.1",
                                    "--http-port=" + port,
                                    "--hostname=http://localhost:" + port,
                                    "--cache=local",
                                    "--db-url=" + KeycloakDistribution.databaseUrl(folder)),
                            Map.of(),
                            folder.resolve("keycloak.log"));
            try {
                process.await(STARTS_WITHIN, progress, () -> answers(port));
                return new LocalKeycloak(process, lock, port);
            } catch (IllegalStateException e) {
                // it ends with 10 after building itself anew, and any free port may have been taken meanwhile
                boolean builtAnew = process.exitCode().orElse(0) == 10;
                if (attempt == ATTEMPTS || !(builtAnew || wanted == 0)) {
                    throw e;
                }
            }
        }
    }

    private static void copy(Path database, Path folder) {
        try {
            Files.createDirectories(folder);
            Path copy = folder.resolve("keycloakdb.mv.db");
            Files.deleteIfExists(copy);
            Files.deleteIfExists(folder.resolve("keycloak.log"));
            Files.copy(database.resolve("keycloakdb.mv.db"), copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean answers(int port) {
        if (!Ports.inUse(port)) {
            return false;
        }
        try {
            HttpURLConnection asked = (HttpURLConnection) URI.create("http://localhost:" + port + "/realms/reprieve")
                    .toURL()
                    .openConnection();
            asked.setConnectTimeout(2_000);
            asked.setReadTimeout(20_000);
            return asked.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** {@code http://localhost:<port>}. */
    public String url() {
        return "http://localhost:" + port;
    }

    /** {@code http://localhost:<port>/realms/reprieve}: the issuer, and what {@code REPRIEVE_OIDC_URL} takes. */
    public String realmUrl() {
        return url() + "/realms/reprieve";
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
        lock.close();
    }
}
