package io.reprieve.benchmarks;

import io.reprieve.backup.archive.PartStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A vault in a folder: each part a file, hashed on its way in and flushed to the disk before it counts as stored. */
final class FolderParts implements PartStore {

    private final Path folder;

    FolderParts(Path folder) {
        this.folder = folder;
    }

    @Override
    public Sink create(String key) throws IOException {
        Path file = folder.resolve(key);
        Files.createDirectories(file.getParent());
        return new FileSink(FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    @Override
    public InputStream open(String key, String versionId) throws IOException {
        return Files.newInputStream(folder.resolve(key));
    }

    private static final class FileSink extends Sink {
        private final FileChannel file;
        private final MessageDigest sha256 = sha256();
        private Stored stored;

        FileSink(FileChannel file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            sha256.update(from, offset, length);
            ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }

        @Override
        public void close() throws IOException {
            if (stored == null) {
                long size = file.position();
                file.force(true);
                file.close();
                stored = new Stored("1", size, HexFormat.of().formatHex(sha256.digest()));
            }
        }

        @Override
        public Stored stored() {
            return stored;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
