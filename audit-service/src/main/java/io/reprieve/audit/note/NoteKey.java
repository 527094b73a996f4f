package io.reprieve.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** An Ed25519 key under a name, and its line below a note (https://c2sp.org/signed-note, signature type 0x01). */
final class NoteKey {
    private static final byte ED25519 = 1;
    private static final int ID_BYTES = 4;
    private static final int RAW_KEY_BYTES = 32;

    private final String name;
    private final KeyPair pair;
    private final byte[] id;

    NoteKey(String name, KeyPair pair) {
        this.name = name;
        this.pair = pair;
        this.id = idOf(name, pair);
    }

    /** The first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ raw key). */
    byte[] id() {
        return id.clone();
    }

    /** The signature line over this text, with its line feed. */
    String line(String text) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(pair.getPrivate());
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] signature = ed25519.sign();
            byte[] named = ByteBuffer.allocate(ID_BYTES + signature.length)
                    .put(id)
                    .put(signature)
                    .array();
            return start() + Base64.getEncoder().encodeToString(named) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the note could not be signed", e);
        }
    }

    /** Whether this line, without its line feed, is this key's over this text. */
    boolean signed(String line, String text) {
        if (!line.startsWith(start())) {
            return false;
        }
        try {
            byte[] named = Base64.getDecoder().decode(line.substring(start().length()));
            if (named.length <= ID_BYTES || !Arrays.equals(id, Arrays.copyOf(named, ID_BYTES))) {
                return false;
            }
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(pair.getPublic());
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return ed25519.verify(named, ID_BYTES, named.length - ID_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private String start() {
        return "\u2014 " + name + " ";
    }

    private static byte[] idOf(String name, KeyPair pair) {
        try {
            // RFC 8410: the raw key is the tail of its X.509 form.
            byte[] encoded = pair.getPublic().getEncoded();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(new byte[] {'\n', ED25519});
            digest.update(encoded, encoded.length - RAW_KEY_BYTES, RAW_KEY_BYTES);
            return Arrays.copyOf(digest.digest(), ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
