package io.reprieve.localservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Whole folders: removed, swapped in at once, or taken for one run. */
final class Folders {
    private Folders() {}

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                    Files.deleteIfExists(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + folder, e);
        }
    }

    /** Puts a finished folder in place in one step, so that nobody ever finds it half-filled. */
    static void swapIn(Path finished, Path place) {
        try {
            delete(place);
            Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot move " + finished + " to " + place, e);
        }
    }

    /** A claimed folder for one run under {@code parent}; folders that killed runs left behind are removed. */
    static Claimed claimFresh(Path parent) {
        removeUnclaimed(parent);
        Path folder = parent.resolve(UUID.randomUUID().toString().substring(0, 13));
        FolderLock lock = FolderLock.take(folder);
        try {
            return new Claimed(Files.createDirectories(folder), lock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeUnclaimed(Path parent) {
        try (Stream<Path> found = Files.list(parent)) {
            for (Path folder : found.filter(Files::isDirectory).toList()) {
                Optional<FolderLock> left = FolderLock.tryTake(folder);
                if (left.isPresent()) {
                    new Claimed(folder, left.get()).close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder only this JVM uses, removed on close. */
    record Claimed(Path folder, FolderLock lock) implements AutoCloseable {
        @Override
        public void close() {
            delete(folder);
            lock.close();
            try {
                Files.deleteIfExists(folder.resolveSibling(folder.getFileName() + ".lock"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
