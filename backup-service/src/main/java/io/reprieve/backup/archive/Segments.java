package io.reprieve.backup.archive;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The nonce discipline of one encrypted part: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015) in the wire format of
 * Tink's AES256-GCM-HKDF streaming AEAD with 64 KiB segments, so that any implementation of that format reads a part.
 */
final class Segments {

    static final int CIPHERTEXT = 64 * 1024;
    static final int TAG = 16;
    static final int SALT = 32;
    static final int PREFIX = 7;
    static final int HEADER = 1 + SALT + PREFIX;
    private static final int SLICE = 8 * 1024;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] prefix;
    private final int mode;
    private int index;

    Segments(int mode, SecretKeySpec key, byte[] prefix) throws GeneralSecurityException {
        this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        this.key = key;
        this.prefix = prefix;
        this.mode = mode;
    }

    /** Plain bytes the present segment takes: the first one shares its 64 KiB with the header. */
    int plainCapacity() {
        return CIPHERTEXT - TAG - (index == 0 ? HEADER : 0);
    }

    /** Stored bytes of the present segment when it is full. */
    int storedCapacity() {
        return CIPHERTEXT - (index == 0 ? HEADER : 0);
    }

    int index() {
        return index;
    }

    /** @return how many bytes of {@code out} the segment takes */
    int next(byte[] in, int length, boolean last, byte[] out) throws GeneralSecurityException {
        if (index == Integer.MAX_VALUE) {
            throw new GeneralSecurityException("a part holds at most 2^31 - 1 segments");
        }
        ByteBuffer nonce = ByteBuffer.allocate(12);
        nonce.put(prefix).putInt(index).put((byte) (last ? 1 : 0));
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce.array()));
        // In slices: the JVM compiles what it runs often, and one long call is run interpreted to its end.
        int read = 0;
        int written = 0;
        for (; length - read > SLICE; read += SLICE) {
            written += cipher.update(in, read, SLICE, out, written);
        }
        written += cipher.doFinal(in, read, length - read, out, written);
        index++;
        return written;
    }
}
