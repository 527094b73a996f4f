package io.reprieve.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What the log signed: a C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint) inside a C2SP signed note
 * (https://c2sp.org/signed-note) with an Ed25519 signature whose key name is the origin.
 *
 * @param root root hash of the tree of that size
 */
public record Checkpoint(String origin, long size, byte[] root) {
    private static final byte ED25519 = 1;
    private static final int KEY_ID_BYTES = 4;
    private static final int RAW_KEY_BYTES = 32;

    public Checkpoint {
        root = root.clone();
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    /**
     * Opens a signed note with the pinned keys, one of which must have signed it; signatures by others are passed over.
     * More than one is pinned while the log's key is replaced. Throws {@link ProofInvalid}.
     */
    public static Checkpoint open(String note, List<PublicKey> keys) {
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n")) {
            throw new ProofInvalid("the checkpoint is not a signed note");
        }
        String text = note.substring(0, split + 1);
        String[] lines = text.split("\n", -1);
        if (lines.length < 4 || lines[0].isEmpty()) {
            throw new ProofInvalid("the checkpoint lacks its origin, size or root hash");
        }
        String origin = lines[0];
        boolean signed = note.substring(split + 2).lines().anyMatch(line -> keys.stream()
                .anyMatch(key -> signs(line, origin, text, key)));
        if (!signed) {
            throw new ProofInvalid("no signature on the checkpoint of " + origin + " is by a pinned key");
        }
        try {
            byte[] root = Base64.getDecoder().decode(lines[2]);
            return new Checkpoint(origin, Long.parseLong(lines[1]), root);
        } catch (IllegalArgumentException e) {
            throw new ProofInvalid("the checkpoint's size or root hash cannot be read");
        }
    }

    private static boolean signs(String line, String name, String text, PublicKey key) {
        String start = "\u2014 " + name + " ";
        if (!line.startsWith(start)) {
            return false;
        }
        try {
            byte[] signature = Base64.getDecoder().decode(line.substring(start.length()));
            if (signature.length <= KEY_ID_BYTES
                    || !Arrays.equals(keyId(name, key), Arrays.copyOf(signature, KEY_ID_BYTES))) {
                return false;
            }
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return ed25519.verify(signature, KEY_ID_BYTES, signature.length - KEY_ID_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    // The raw key is the tail of its X.509 form (RFC 8410).
    private static byte[] keyId(String name, PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] named = ByteBuffer.allocate(name.getBytes(StandardCharsets.UTF_8).length + 2 + RAW_KEY_BYTES)
                .put(name.getBytes(StandardCharsets.UTF_8))
                .put((byte) '\n')
                .put(ED25519)
                .put(encoded, encoded.length - RAW_KEY_BYTES, RAW_KEY_BYTES)
                .array();
        return Arrays.copyOf(Hashes.sha256(named), KEY_ID_BYTES);
    }
}
