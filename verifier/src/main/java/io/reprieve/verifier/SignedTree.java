package io.reprieve.verifier;

import java.security.PublicKey;
import java.util.Base64;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * A log's size and root hash (https://c2sp.org/tlog-checkpoint), believed because a known key signed them.
 *
 * @param note as it was signed
 */
public record SignedTree(String origin, long size, byte[] root, SignedNote note) {
    private static final int ROOT = 32;

    /**
     * @param keys any of which may have signed: the log's present one and those before it
     * @throws NotProved when none did, or it is no checkpoint
     */
    public static SignedTree of(String checkpoint, Collection<PublicKey> keys) throws NotProved {
        SignedNote note = SignedNote.parse(checkpoint);
        String[] lines = note.text().split("\n");
        if (lines.length < 3) {
            throw new NotProved("the checkpoint lacks its origin, size or root hash");
        }
        if (!note.isSignedBy(lines[0], keys)) {
            throw new NotProved("the checkpoint is not signed by the key given");
        }
        try {
            byte[] root = Base64.getDecoder().decode(lines[2]);
            long size = Long.parseLong(lines[1]);
            if (root.length != ROOT || size < 0 || !lines[1].equals(Long.toString(size))) {
                throw new NotProved("the checkpoint's size or root hash is none");
            }
            return new SignedTree(lines[0], size, root, note);
        } catch (IllegalArgumentException e) {
            throw new NotProved("the checkpoint's size or root hash cannot be read");
        }
    }

    /**
     * Holds it against the witnesses that are relied on.
     *
     * @throws NotProved when one of them did not cosign it
     */
    public void requireCosigned(Collection<PublicKey> witnesses) throws NotProved {
        int at = 0;
        for (PublicKey witness : witnesses) {
            at++;
            OptionalLong time = note.cosignedAt(witness);
            if (time.isEmpty()) {
                throw new NotProved("the checkpoint of " + size + " entries is not cosigned by witness key " + at
                        + " of " + witnesses.size());
            }
        }
    }
}
