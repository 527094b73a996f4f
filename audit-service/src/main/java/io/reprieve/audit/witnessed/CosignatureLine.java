package io.reprieve.audit.witnessed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A witness's line below a checkpoint: cosignature/v1 of https://c2sp.org/tlog-cosignature, Ed25519.
 *
 * @param line with its line feed
 */
record CosignatureLine(String line) {
    private static final byte TYPE = 0x04;
    private static final int KEY_ID = 4;
    private static final int SIGNATURE = 64;
    private static final int RAW_KEY = 32;

    /**
     * Those of these lines that are one of these keys' signatures over this text.
     *
     * @param text the checkpoint without its signatures
     */
    static Optional<CosignatureLine> verified(String lines, String text, List<PublicKey> keys) {
        return lines.lines()
                .filter(line -> keys.stream().anyMatch(key -> isBy(key, line, text)))
                .map(line -> new CosignatureLine(line + "\n"))
                .findFirst();
    }

    private static boolean isBy(PublicKey key, String line, String text) {
        String[] words = line.split(" ", -1);
        if (words.length != 3 || !words[0].equals("\u2014")) {
            return false;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(words[2]);
            if (bytes.length != KEY_ID + Long.BYTES + SIGNATURE
                    || !Arrays.equals(bytes, 0, KEY_ID, keyId(words[1], key), 0, KEY_ID)) {
                return false;
            }
            long seconds = ByteBuffer.wrap(bytes, KEY_ID, Long.BYTES).getLong();
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8));
            return ed25519.verify(bytes, KEY_ID + Long.BYTES, SIGNATURE);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] keyId(String name, PublicKey key) throws GeneralSecurityException {
        // RFC 8410: the raw key is the tail of its X.509 form.
        byte[] x509 = key.getEncoded();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(TYPE);
        digest.update(x509, x509.length - RAW_KEY, RAW_KEY);
        return digest.digest();
    }
}
