package io.reprieve.backup.compare;

import io.reprieve.backup.archive.DataKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts what a comparison keeps, each piece bound to its place: AES-256-GCM under the attempt's own key, random nonces. */
final class RowSealing {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final String bound;
    private final SecureRandom random;

    RowSealing(DataKey key, String bound, SecureRandom random) {
        this.key = new SecretKeySpec(key.bytes(), "AES");
        this.bound = bound;
        this.random = random;
    }

    byte[] seal(String text, String part, int position) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), part, position);
        byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, all, NONCE, sealed.length);
        return all;
    }

    /** @throws IllegalStateException when it is not what was sealed for this place */
    String open(byte[] sealed, String part, int position) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE);
        byte[] text = Arrays.copyOfRange(sealed, NONCE, sealed.length);
        return new String(run(Cipher.DECRYPT_MODE, nonce, text, part, position), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] nonce, byte[] text, String part, int position) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(
                    ("reprieve-comparison/1 " + bound + "/" + part + "/" + position).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a row of comparison " + bound + " cannot be sealed or opened", e);
        }
    }
}
