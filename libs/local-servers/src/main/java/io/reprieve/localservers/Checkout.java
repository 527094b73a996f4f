package io.reprieve.localservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The working copy this JVM belongs to; everything local lives under its {@code .reprieve} folder, outside git. */
public final class Checkout {
    private Checkout() {}

    /**
     * The root of the working copy: system property {@code reprieve.checkout}, else the nearest folder upwards from the
     * working directory that holds {@code .mvn}.
     *
     * @throws IllegalStateException when neither is there
     */
    public static Path root() {
        String told = System.getProperty("reprieve.checkout");
        if (told != null && !told.isBlank()) {
            return Path.of(told).toAbsolutePath().normalize();
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at;
            }
        }
        throw new IllegalStateException(
                "No Reprieve checkout above " + Path.of("").toAbsolutePath() + ": set -Dreprieve.checkout=<folder>");
    }

    /** Where servers that are not ours to write are kept unpacked; survives {@code mvn clean}. */
    public static Path dist() {
        return made(root().resolve(".reprieve/dist"));
    }

    /** Where servers of tests keep their data; each run takes a folder of its own. */
    static Path tests() {
        return made(root().resolve(".reprieve/test"));
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
