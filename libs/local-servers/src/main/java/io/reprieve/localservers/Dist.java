package io.reprieve.localservers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.zip.ZipFile;

/** The servers that the build of this library puts under {@code .reprieve/dist}, in the versions of the parent pom. */
final class Dist {
    private static final String SERVERS = "-pl libs/local-servers generate-resources";
    private static final String OTHER_POSTGRES =
            "-pl libs/account-data -am -DskipTests -Dmaven.test.skip=true pre-integration-test";

    private Dist() {}

    static Path keycloak() {
        return there(Checkout.dist().resolve("keycloak-" + version("keycloak")), SERVERS);
    }

    static Path s3mock() {
        return whole(there(Checkout.dist().resolve("s3mock-" + version("s3mock") + "-exec.jar"), SERVERS));
    }

    /** Fetched only by builds that test on every version. */
    static Path postgres(PostgresVersion version) {
        String full = version("postgres-" + version.major());
        return whole(there(Checkout.dist().resolve("postgres-" + full + ".jar"), OTHER_POSTGRES));
    }

    private static Path whole(Path jar) {
        try (ZipFile whole = new ZipFile(jar.toFile())) {
            return Path.of(whole.getName());
        } catch (IOException cutShort) {
            // the build copies only what is absent: it must not find half a file in the way again
            delete(jar);
            throw new UncheckedIOException(jar + " was cut short and is gone now: build again", cutShort);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path there(Path place, String fetching) {
        if (!Files.exists(place)) {
            throw new IllegalStateException(place + " is missing: ./mvnw " + fetching + " fetches it");
        }
        return place;
    }

    private static String version(String server) {
        Properties versions = new Properties();
        try (InputStream in = Dist.class.getResourceAsStream("/io/reprieve/localservers/versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions.getProperty(server);
    }
}
