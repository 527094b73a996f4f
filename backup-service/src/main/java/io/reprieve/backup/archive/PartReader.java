package io.reprieve.backup.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The plain bytes of one part. Every byte handed out was authenticated; reaching the end also proves length and SHA-256 of what is
 * stored. Whatever is wrong is told apart: truncated, altered, swapped with a sibling, or taken from another backup.
 */
final class PartReader extends InputStream {

    // A table row cannot need a window beyond this; a stream that asks for more is not one of ours.
    private static final int LONGEST_WINDOW_LOG = 27;

    private final PartRef part;
    private final Counted stored;
    private final InputStream plain;
    private long given;
    private boolean checked;

    PartReader(InputStream bytes, DataKey key, PartRef part, String archive) throws IOException {
        this.part = part;
        this.stored = new Counted(bytes);
        String expected = PartWriter.label(archive, part.name());
        byte[] label = expected.getBytes(StandardCharsets.UTF_8);
        checkLabel(label, archive);
        try {
            ZstdInputStream unpacked = new ZstdInputStream(new OpeningStream(stored, key, label));
            unpacked.setLongMax(LONGEST_WINDOW_LOG);
            this.plain = unpacked;
        } catch (OpeningStream.SegmentRefused e) {
            throw diagnosis(e);
        }
    }

    private void checkLabel(byte[] label, String archive) throws IOException {
        byte[] found = stored.readNBytes(label.length);
        if (Arrays.equals(found, label)) {
            return;
        }
        String text = new String(found, StandardCharsets.UTF_8);
        if (found.length < label.length) {
            throw new ArchiveDamaged(Damage.PART_TRUNCATED, part.name() + " ends inside its first line");
        }
        if (text.startsWith(PartWriter.MAGIC + archive + "/")) {
            throw new ArchiveDamaged(
                    Damage.PART_SWAPPED, part.name() + " holds another part of this backup: " + firstLine(text));
        }
        if (text.startsWith(PartWriter.MAGIC)) {
            throw new ArchiveDamaged(
                    Damage.PART_FOREIGN, part.name() + " holds a part of another backup: " + firstLine(text));
        }
        throw new ArchiveDamaged(Damage.PART_ALTERED, part.name() + " does not begin as a part does");
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).replaceAll("[^ -~]", "?");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int n;
        try {
            n = plain.read(to, offset, length);
        } catch (ArchiveDamaged e) {
            throw e;
        } catch (OpeningStream.SegmentRefused e) {
            throw diagnosis(e);
        } catch (ZstdIOException e) {
            if (e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
                throw new ArchiveDamaged(
                        Damage.PART_BOMB, part.name() + " asks for a window of more than 128 MiB to unpack in");
            }
            throw new ArchiveDamaged(Damage.PART_ALTERED, part.name() + " does not unpack: " + e.getMessage());
        }
        if (n < 0) {
            checkWhole();
            return -1;
        }
        given += n;
        if (given > part.plainSize()) {
            throw new ArchiveDamaged(
                    Damage.PART_BOMB,
                    part.name() + " unpacks to more than the " + part.plainSize()
                            + " bytes of the manifest: stopped there");
        }
        return n;
    }

    private void checkWhole() throws IOException {
        if (checked) {
            return;
        }
        checked = true;
        if (given != part.plainSize()) {
            throw new ArchiveDamaged(
                    Damage.PART_LENGTH,
                    part.name() + " unpacks to " + given + " bytes; the manifest says " + part.plainSize());
        }
        stored.drain();
        if (stored.count != part.size() || !stored.sha256().equals(part.sha256())) {
            throw new ArchiveDamaged(
                    Damage.PART_ALTERED, part.name() + " is not the bytes whose SHA-256 the manifest holds");
        }
    }

    private ArchiveDamaged diagnosis(OpeningStream.SegmentRefused refused) throws IOException {
        stored.drain();
        if (stored.count < part.size()) {
            return new ArchiveDamaged(
                    Damage.PART_TRUNCATED,
                    part.name() + " has " + stored.count + " bytes; the manifest says " + part.size());
        }
        if (stored.count == part.size() && stored.sha256().equals(part.sha256())) {
            return new ArchiveDamaged(
                    Damage.KEY_UNKNOWN, part.name() + " is as written, but this data key does not open it");
        }
        return new ArchiveDamaged(Damage.PART_ALTERED, part.name() + " was altered: " + refused.getMessage());
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    private static final class Counted extends FilterInputStream {
        private final MessageDigest digest;
        private long count;

        Counted(InputStream in) {
            super(null);
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
            this.in = new DigestInputStream(in, digest);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int n = in.read(to, offset, length);
            count += Math.max(0, n);
            return n;
        }

        void drain() throws IOException {
            byte[] rest = new byte[8192];
            while (read(rest, 0, rest.length) >= 0) {
                // only counted and hashed
            }
        }

        String sha256() throws IOException {
            try {
                return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
            } catch (CloneNotSupportedException e) {
                throw new IOException(e);
            }
        }
    }
}
