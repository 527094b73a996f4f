package io.reprieve.backup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Decrypts a part segment by segment; hands out no byte that was not authenticated. */
final class OpeningStream extends InputStream {

    /** Thrown when a segment does not open; the caller finds out why. */
    static final class SegmentRefused extends IOException {
        private static final long serialVersionUID = 1L;

        SegmentRefused(int index, Throwable cause) {
            super("segment " + index + " does not open", cause);
        }
    }

    private final InputStream stored;
    private final Segments segments;
    private byte[] ahead;
    private final byte[] plain = new byte[Segments.CIPHERTEXT];
    private int length;
    private int at;
    private boolean ended;

    OpeningStream(InputStream stored, DataKey key, byte[] label) throws IOException {
        this.stored = stored;
        byte[] header = stored.readNBytes(Segments.HEADER);
        if (header.length < Segments.HEADER || header[0] != Segments.HEADER) {
            throw new SegmentRefused(0, null);
        }
        byte[] salt = new byte[Segments.SALT];
        byte[] prefix = new byte[Segments.PREFIX];
        System.arraycopy(header, 1, salt, 0, salt.length);
        System.arraycopy(header, 1 + salt.length, prefix, 0, prefix.length);
        try {
            this.segments = new Segments(Cipher.DECRYPT_MODE, key.partKey(salt, label), prefix);
        } catch (GeneralSecurityException e) {
            throw new IOException("AES-256-GCM is not to be had", e);
        }
        this.ahead = stored.readNBytes(segments.storedCapacity());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int wanted) throws IOException {
        if (wanted == 0) {
            return 0;
        }
        while (at == length) {
            if (ended) {
                return -1;
            }
            open();
        }
        int given = Math.min(wanted, length - at);
        System.arraycopy(plain, at, to, offset, given);
        at += given;
        return given;
    }

    private void open() throws IOException {
        byte[] present = ahead;
        ahead = present.length < segments.storedCapacity() ? new byte[0] : stored.readNBytes(Segments.CIPHERTEXT);
        boolean last = ahead.length == 0;
        try {
            length = segments.next(present, present.length, last, plain);
        } catch (GeneralSecurityException e) {
            throw new SegmentRefused(segments.index(), e);
        }
        at = 0;
        ended = last;
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
