package io.reprieve.verifier.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The decrypted bytes of a part behind its label: AES-256-GCM in segments of 64 KiB under a key of its own (HKDF-SHA-256, RFC 5869),
 * the nonces of STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015). Gives no byte that was not authenticated.
 */
final class Decryption extends InputStream {
    private static final int SEGMENT = 64 * 1024;
    private static final int SALT = 32;
    private static final int PREFIX = 7;
    private static final int HEADER = 1 + SALT + PREFIX;
    private static final int SLICE = 8 * 1024;

    /** A segment that does not open. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private final InputStream stored;
    private final SecretKeySpec key;
    private final byte[] prefix = new byte[PREFIX];
    private final Cipher cipher;
    private final byte[] plain = new byte[SEGMENT];
    private byte[] ahead;
    private int segment;
    private int length;
    private int at;
    private boolean ended;

    Decryption(InputStream stored, byte[] dataKey, byte[] label) throws IOException {
        this.stored = stored;
        byte[] header = stored.readNBytes(HEADER);
        if (header.length < HEADER || header[0] != HEADER) {
            throw new Refused("its header is none");
        }
        System.arraycopy(header, 1 + SALT, prefix, 0, PREFIX);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(header, 1, SALT, "HmacSHA256"));
            mac.init(new SecretKeySpec(mac.doFinal(dataKey), "HmacSHA256"));
            mac.update(label);
            mac.update((byte) 1);
            this.key = new SecretKeySpec(mac.doFinal(), "AES");
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256 and AES-GCM", e);
        }
        this.ahead = stored.readNBytes(SEGMENT - HEADER);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int wanted) throws IOException {
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
        ahead = stored.readNBytes(SEGMENT);
        ended = ahead.length == 0;
        byte[] nonce = ByteBuffer.allocate(12)
                .put(prefix)
                .putInt(segment)
                .put((byte) (ended ? 1 : 0))
                .array();
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            length = inSlices(present);
        } catch (GeneralSecurityException e) {
            throw new Refused("segment " + segment + " does not open");
        }
        at = 0;
        segment++;
    }

    // The JVM compiles what it runs often; one long call it interprets to the end.
    private int inSlices(byte[] sealed) throws GeneralSecurityException {
        int read = 0;
        int written = 0;
        for (; sealed.length - read > SLICE; read += SLICE) {
            written += cipher.update(sealed, read, SLICE, plain, written);
        }
        return written + cipher.doFinal(sealed, read, sealed.length - read, plain, written);
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
