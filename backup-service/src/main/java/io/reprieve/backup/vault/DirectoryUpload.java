package io.reprieve.backup.vault;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/** One file on its way into a directory vault: it has no name before its last byte is on the disk. */
final class DirectoryUpload extends VaultUpload {
    private final DirectoryVault vault;
    private final String key;
    private final Instant until;
    private final Path nameless;
    private final MessageDigest sha256 = S3Upload.digest("SHA-256");
    private FileOutputStream file;
    private long size;
    private StoredVersion stored;

    DirectoryUpload(DirectoryVault vault, String key, Instant until) {
        this.vault = vault;
        this.key = key;
        this.until = until;
        this.nameless = vault.nameless();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        open().write(from, offset, length);
        sha256.update(from, offset, length);
        size += length;
    }

    private FileOutputStream open() throws IOException {
        if (file == null) {
            Files.createDirectories(nameless.getParent());
            file = new FileOutputStream(nameless.toFile());
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        if (stored != null) {
            return;
        }
        try (FileOutputStream out = open()) {
            out.getFD().sync();
        }
        String hash = HexFormat.of().formatHex(sha256.digest());
        stored = new StoredVersion(key, vault.name(nameless, key), size, hash, new Locked(until, false));
    }

    @Override
    public StoredVersion stored() {
        if (stored == null) {
            throw new IllegalStateException(key + " is not completed");
        }
        return stored;
    }
}
