package io.reprieve.verifier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * A C2SP signed note (https://c2sp.org/signed-note): text, empty line, signature lines. Among these may be a log's own
 * (Ed25519, 0x01) and its witnesses' (https://c2sp.org/tlog-cosignature, cosignature/v1, 0x04).
 *
 * @param text what is signed, to its last line feed
 * @param signatures the lines below the empty one
 */
public record SignedNote(String text, List<SignatureLine> signatures) {
    private static final byte ED25519 = 0x01;
    private static final byte COSIGNATURE = 0x04;
    private static final int KEY_ID = 4;
    private static final int ED25519_SIGNATURE = 64;
    private static final int RAW_KEY = 32;

    /**
     * A line below the text.
     *
     * @param name whose key
     * @param bytes key id and signature
     */
    public record SignatureLine(String name, byte[] bytes) {}

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** @throws NotProved when it is no note */
    public static SignedNote parse(String note) throws NotProved {
        int gap = note.lastIndexOf("\n\n");
        if (gap < 0 || !note.endsWith("\n") || gap + 2 == note.length()) {
            throw new NotProved("this is not a signed note");
        }
        List<SignatureLine> lines = new ArrayList<>();
        for (String line : note.substring(gap + 2, note.length() - 1).split("\n", -1)) {
            lines.add(line(line));
        }
        return new SignedNote(note.substring(0, gap + 1), lines);
    }

    private static SignatureLine line(String line) throws NotProved {
        String[] words = line.split(" ", -1);
        if (words.length != 3 || !words[0].equals("\u2014") || words[1].isEmpty()) {
            throw new NotProved("this is not a signed note: below its text stands what is no signature");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(words[2]);
            // Bits that base64 leaves over are bits of the note, too.
            if (Base64.getEncoder().encodeToString(bytes).equals(words[2])) {
                return new SignatureLine(words[1], bytes);
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw new NotProved("this is not a signed note: a signature of " + words[1] + " is not base64");
    }

    /** Whether one of the signatures is by one of these keys under this name. */
    public boolean isSignedBy(String name, Collection<PublicKey> keys) {
        return keys.stream().anyMatch(key -> signatures.stream()
                .anyMatch(line -> line.name().equals(name)
                        && line.bytes().length == KEY_ID + ED25519_SIGNATURE
                        && isOf(line, ED25519, key)
                        && verifies(key, text, line.bytes(), KEY_ID)));
    }

    /** When the witness with this key cosigned it, in seconds since 1970; the latest, if it did so more than once. */
    public OptionalLong cosignedAt(PublicKey witness) {
        return signatures.stream()
                .filter(line -> line.bytes().length == KEY_ID + Long.BYTES + ED25519_SIGNATURE)
                .filter(line -> isOf(line, COSIGNATURE, witness))
                .filter(line -> verifies(witness, cosigned(text, time(line)), line.bytes(), KEY_ID + Long.BYTES))
                .mapToLong(SignedNote::time)
                .max();
    }

    /** What a witness signs: cosignature/v1 of this text at this second. */
    public static String cosigned(String text, long seconds) {
        return "cosignature/v1\ntime " + seconds + "\n" + text;
    }

    /** The first four bytes of SHA-256(name ‖ LF ‖ 0x04 ‖ raw key), by which a witness's lines are known. */
    public static byte[] witnessKeyId(String name, PublicKey key) {
        return keyId(name, COSIGNATURE, key);
    }

    private static long time(SignatureLine line) {
        return ByteBuffer.wrap(line.bytes(), KEY_ID, Long.BYTES).getLong();
    }

    private static boolean isOf(SignatureLine line, byte type, PublicKey key) {
        return Arrays.equals(keyId(line.name(), type, key), Arrays.copyOf(line.bytes(), KEY_ID));
    }

    private static boolean verifies(PublicKey key, String message, byte[] line, int from) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message.getBytes(StandardCharsets.UTF_8));
            return check.verify(line, from, ED25519_SIGNATURE);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] keyId(String name, byte type, PublicKey key) {
        // RFC 8410: the raw key is the tail of its X.509 form.
        byte[] x509 = key.getEncoded();
        MessageDigest digest = Sha256.digest();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(type);
        digest.update(x509, x509.length - RAW_KEY, RAW_KEY);
        return Arrays.copyOf(digest.digest(), KEY_ID);
    }
}
