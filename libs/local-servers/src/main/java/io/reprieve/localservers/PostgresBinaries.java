package io.reprieve.localservers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once per checkout. */
record PostgresBinaries(PostgresVersion version, Path home) {
    private static final Set<PosixFilePermission> OWNER_RUNS = Set.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_EXECUTE);

    /** What a whole copy must have; a copy that lacks any of it is replaced. */
    private static final List<String> TELLTALES =
            List.of("bin/initdb", "bin/postgres", "share/postgresql/postgres.bki", ".whole");

    static PostgresBinaries unpacked(Consumer<String> progress) {
        return unpacked(PostgresVersion.DEFAULT, progress);
    }

    static PostgresBinaries unpacked(PostgresVersion version, Consumer<String> progress) {
        PostgresPackage packed = PostgresPackage.of(version);
        Path home = Checkout.dist().resolve("postgres-" + packed.fingerprint());
        if (!isWhole(home)) {
            FolderLock.holding(home, () -> {
                if (!isWhole(home)) {
                    progress.accept("Unpacking PostgreSQL " + version.major());
                    Path filling = home.resolveSibling(home.getFileName() + ".filling");
                    Folders.delete(filling);
                    unpack(packed, filling);
                    Folders.swapIn(filling, home);
                }
            });
        }
        return new PostgresBinaries(version, home);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static boolean isWhole(Path home) {
        return TELLTALES.stream().allMatch(name -> Files.exists(home.resolve(name)));
    }

    private static void unpack(PostgresPackage from, Path into) {
        try (InputStream packed = from.open();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path at = into.resolve(entry.getName()).normalize();
                if (!at.startsWith(into)) {
                    throw new IOException("Entry leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(at);
                    continue;
                }
                Files.createDirectories(at.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(at, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(at, into.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, at);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(at, OWNER_RUNS);
                    }
                }
            }
            Files.createFile(into.resolve(".whole"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack PostgreSQL into " + into, e);
        }
    }
}
