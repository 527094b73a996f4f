package io.reprieve.verifier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/**
 * A C2SP signed note (https://c2sp.org/signed-note): text, empty line, signature lines.
 *
 * @param text what is signed, to its last line feed
 * @param signatures the lines below the empty one
 */
record SignedNote(String text, String signatures) {
    static SignedNote parse(String note) throws NotProved {
        int gap = note.lastIndexOf("\n\n");
        if (gap < 0 || !note.endsWith("\n")) {
            throw new NotProved("this is not a signed note");
        }
        return new SignedNote(note.substring(0, gap + 1), note.substring(gap + 2));
    }

    /** Whether one of the signatures is by this key under this name. */
    boolean isSignedBy(String name, PublicKey key) {
        for (String line : signatures.split("\n")) {
            String[] words = line.split(" ");
            if (words.length == 3 && words[0].equals("\u2014") && words[1].equals(name) && holds(words[2], name, key)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(String base64, String name, PublicKey key) {
        try {
            byte[] signature = Base64.getDecoder().decode(base64);
            if (signature.length != 4 + 64 || !Arrays.equals(signature, 0, 4, keyHash(name, key), 0, 4)) {
                return false;
            }
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(text.getBytes(StandardCharsets.UTF_8));
            return check.verify(signature, 4, 64);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] keyHash(String name, PublicKey key) throws GeneralSecurityException {
        byte[] x509 = key.getEncoded();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0x01);
        digest.update(Arrays.copyOfRange(x509, x509.length - 32, x509.length));
        return digest.digest();
    }
}
