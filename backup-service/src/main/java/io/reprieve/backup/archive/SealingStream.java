package io.reprieve.backup.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;

/** Encrypts what is written to it, segment by segment. {@link #close()} writes the last segment; without it no reader accepts the part. */
final class SealingStream extends OutputStream {

    private final OutputStream sink;
    private final Segments segments;
    private final byte[] plain = new byte[Segments.CIPHERTEXT];
    private final byte[] sealed = new byte[Segments.CIPHERTEXT];
    private int filled;
    private boolean closed;

    SealingStream(OutputStream sink, DataKey key, byte[] label, SecureRandom random) throws IOException {
        this.sink = sink;
        byte[] salt = new byte[Segments.SALT];
        byte[] prefix = new byte[Segments.PREFIX];
        random.nextBytes(salt);
        random.nextBytes(prefix);
        try {
            this.segments = new Segments(Cipher.ENCRYPT_MODE, key.partKey(salt, label), prefix);
        } catch (GeneralSecurityException e) {
            throw new IOException("AES-256-GCM is not to be had", e);
        }
        sink.write(Segments.HEADER);
        sink.write(salt);
        sink.write(prefix);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            // A full segment is only sent once more bytes follow: the last one must be known as the last.
            if (filled == segments.plainCapacity()) {
                emit(false);
            }
            int taken = Math.min(left, segments.plainCapacity() - filled);
            System.arraycopy(from, at, plain, filled, taken);
            filled += taken;
            at += taken;
            left -= taken;
        }
    }

    private void emit(boolean last) throws IOException {
        try {
            sink.write(sealed, 0, segments.next(plain, filled, last, sealed));
        } catch (GeneralSecurityException e) {
            throw new IOException("a segment could not be encrypted", e);
        }
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            emit(true);
            sink.close();
        }
    }
}
