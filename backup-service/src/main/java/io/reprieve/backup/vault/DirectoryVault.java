package io.reprieve.backup.vault;

import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A vault for machines without S3: files in a directory, each written once, flushed to disk, made read-only and only then given its
 * name. Nobody keeps its owner from deleting them, and every lock here says so.
 */
final class DirectoryVault implements Vault {
    /** Where files lie that have no name yet; what a crash leaves here belongs to nothing. */
    private static final String NAMELESS = ".partial";

    private final Path root;

    DirectoryVault(Path root) {
        this.root = root.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.root.resolve(NAMELESS));
        } catch (IOException e) {
            throw new VaultRefusal(
                    "REPRIEVE_VAULT_DIRECTORY is no directory that can be written to: " + root + " (" + e + ")");
        }
    }

    @Override
    public VaultUpload upload(String key, Instant now, Instant until) {
        return new DirectoryUpload(this, key, Vault.capped(now, until));
    }

    /** A file without a name, to be filled. */
    Path nameless() {
        return root.resolve(NAMELESS).resolve(UUID.randomUUID().toString());
    }

    /**
     * Gives a file its name, which no other has or had: a second one under the same key is another version.
     *
     * @return the version
     */
    String name(Path nameless, String key) throws IOException {
        if (Files.getFileAttributeView(nameless, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(nameless, PosixFilePermissions.fromString("r--r--r--"));
        }
        for (int version = 1; ; version++) {
            Path named = file(key, String.valueOf(version));
            Files.createDirectories(named.getParent());
            try {
                // A link, and not a move: a move would replace what is there.
                Files.createLink(named, nameless);
            } catch (FileAlreadyExistsException taken) {
                continue;
            }
            Files.delete(nameless);
            for (Path folder = named.getParent(); folder.startsWith(root); folder = folder.getParent()) {
                flush(folder);
            }
            return String.valueOf(version);
        }
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path file(String key, String versionId) {
        Path file = root.resolve("1".equals(versionId) ? key : key + "~" + versionId)
                .normalize();
        if (!file.startsWith(root) || !versionId.matches("[0-9]{1,9}")) {
            throw new VaultRefusal(key + " does not lie in the vault");
        }
        return file;
    }

    @Override
    public InputStream open(String key, String versionId) throws IOException {
        try {
            return Files.newInputStream(file(key, versionId));
        } catch (NoSuchFileException e) {
            throw new ArchiveDamaged(Damage.PART_MISSING, key + " is not in the vault");
        }
    }

    @Override
    public Locked raise(String key, String versionId, Instant now, Instant until) {
        if (!Files.isRegularFile(file(key, versionId))) {
            throw new VaultRefusal(key + " is not in the vault: there is nothing to lock");
        }
        return new Locked(Vault.capped(now, until), false);
    }

    @Override
    public LockState probe(Instant now, Duration lock) {
        Path probe = nameless();
        try {
            Files.writeString(probe, "");
            Files.delete(probe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LockState(
                false, "directory " + root + " keeps no locks: whoever owns it can delete what lies there");
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
