package io.reprieve.verifier.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A log that was copied into a folder: {@code checkpoint} and {@code tile/…}. */
public record TileFolder(Path folder) implements LogSource {
    @Override
    public String checkpoint() throws IOException {
        return Files.readString(folder.resolve("checkpoint"));
    }

    @Override
    public Optional<byte[]> file(String path) throws IOException {
        Path file = folder.resolve(path);
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }
}
