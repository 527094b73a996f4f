package io.reprieve.backup.archive;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The 256-bit key one attempt at one backup is encrypted under. Never logged, never stored unwrapped. */
public final class DataKey {

    /** Length of a data key in bytes. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private DataKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @param random where the key comes from
     * @return a fresh key
     */
    public static DataKey random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new DataKey(bytes);
    }

    /**
     * @param bytes exactly {@link #BYTES} bytes, copied
     * @return the key made of them
     */
    public static DataKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a data key has " + BYTES + " bytes, not " + bytes.length);
        }
        return new DataKey(bytes.clone());
    }

    /** @return a copy of the key's bytes, for wrapping */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** HKDF-SHA-256 (RFC 5869) with one output block: the key of one part. */
    SecretKeySpec partKey(byte[] salt, byte[] info) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(salt, "HmacSHA256"));
        byte[] pseudoRandomKey = mac.doFinal(bytes);
        mac.init(new SecretKeySpec(pseudoRandomKey, "HmacSHA256"));
        mac.update(info);
        mac.update((byte) 1);
        byte[] okm = mac.doFinal();
        Arrays.fill(pseudoRandomKey, (byte) 0);
        return new SecretKeySpec(okm, "AES");
    }

    @Override
    public String toString() {
        return "DataKey(hidden)";
    }
}
