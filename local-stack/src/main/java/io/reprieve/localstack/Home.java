package io.reprieve.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The folder a local stack keeps its state in: {@code keys}, {@code run}, {@code logs} and the servers' data. */
record Home(Path folder) {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    static Home prepared(Path folder) {
        Home home = new Home(folder);
        home.make(home.folder);
        home.make(home.logs());
        home.makePrivate(home.keys());
        home.makePrivate(home.run());
        return home;
    }

    Path keys() {
        return folder.resolve("keys");
    }

    Path run() {
        return folder.resolve("run");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path data(String name) {
        return folder.resolve("data").resolve(name);
    }

    Path dataMap() {
        return folder.resolve("data-map.yaml");
    }

    Path pidFile(String name) {
        return run().resolve(name + ".pid");
    }

    /** Where {@code restart} asks the running stack to start a service again. */
    Path restartRequest(Part service) {
        return run().resolve(service.id() + ".restart");
    }

    Path addresses() {
        return run().resolve("stack.json");
    }

    void writePid(String name, long pid) {
        writePrivate(pidFile(name), pid + "\n");
    }

    Optional<Long> pid(String name) {
        try {
            return Optional.of(Long.parseLong(Files.readString(pidFile(name)).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** Replaces a file in one step with one that only its owner can read. */
    void writePrivate(Path file, String text) {
        try {
            Path draft = Files.createTempFile(file.getParent(), "." + file.getFileName(), null, OWNER_ONLY);
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }

    private void make(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StackRefused(
                    "cannot make the folder " + directory + ": set REPRIEVE_HOME to one this user may write to", e);
        }
    }

    private void makePrivate(Path directory) {
        make(directory);
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + directory + " to others", e);
        }
    }
}
