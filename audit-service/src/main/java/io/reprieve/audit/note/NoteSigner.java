package io.reprieve.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Signs notes as https://c2sp.org/signed-note has it, with Ed25519 (signature type 0x01). */
public final class NoteSigner {
    private static final byte ED25519 = 1;
    private static final int KEY_ID_BYTES = 4;
    private static final int RAW_KEY_BYTES = 32;

    private final String name;
    private final PrivateKey key;
    private final byte[] keyId;

    /** @param name the key's name; for a log its origin: no spaces, no plus sign */
    public NoteSigner(String name, PrivateKey privateKey, PublicKey publicKey) {
        if (name.isEmpty() || name.indexOf('+') >= 0 || name.chars().anyMatch(c -> Character.isWhitespace(c))) {
            throw new IllegalArgumentException("a key name has neither spaces nor a plus sign: '" + name + "'");
        }
        this.name = name;
        this.key = privateKey;
        this.keyId = keyId(name, publicKey);
    }

    public String name() {
        return name;
    }

    /** The first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ raw key). */
    public byte[] keyId() {
        return keyId.clone();
    }

    /** The note: text, empty line, signature line. The text ends with a line feed. */
    public String sign(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the text of a note ends with a line feed");
        }
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] signature = ed25519.sign();
            byte[] named = ByteBuffer.allocate(KEY_ID_BYTES + signature.length)
                    .put(keyId)
                    .put(signature)
                    .array();
            return text + "\n\u2014 " + name + " " + Base64.getEncoder().encodeToString(named) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the note could not be signed", e);
        }
    }

    private static byte[] keyId(String name, PublicKey key) {
        try {
            // RFC 8410: the raw key is the tail of its X.509 form.
            byte[] encoded = key.getEncoded();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(new byte[] {'\n', ED25519});
            digest.update(encoded, encoded.length - RAW_KEY_BYTES, RAW_KEY_BYTES);
            return Arrays.copyOf(digest.digest(), KEY_ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
