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
    private Dist() {}

    static Path keycloak() {
        return there(Checkout.dist().resolve("keycloak-" + version("keycloak")));
    }

    static Path s3mock() {
        Path jar = there(Checkout.dist().resolve("s3mock-" + version("s3mock") + "-exec.jar"));
        try (ZipFile whole = new ZipFile(jar.toFile())) {
            return Path.of(whole.getName());
        } catch (IOException cutShort) {
            // the build copies only what is absent: it must not find half a file in the way again
            delete(jar);
            return there(jar);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path there(Path place) {
        if (!Files.exists(place)) {
            throw new IllegalStateException(
                    place + " is missing: ./mvnw -pl libs/local-servers generate-resources fetches it");
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
