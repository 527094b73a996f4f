package io.reprieve.verifier;

import java.security.PublicKey;
import java.util.Base64;

/** A log's size and root hash (C2SP tlog-checkpoint), believed because a known key signed them. */
record SignedTree(String origin, long size, byte[] root) {
    static SignedTree of(String note, PublicKey key) throws NotProved {
        SignedNote signed = SignedNote.parse(note);
        String[] lines = signed.text().split("\n");
        if (lines.length < 3) {
            throw new NotProved("the checkpoint lacks its origin, size or root hash");
        }
        if (!signed.isSignedBy(lines[0], key)) {
            throw new NotProved("the checkpoint is not signed by the key given");
        }
        try {
            byte[] root = Base64.getDecoder().decode(lines[2]);
            return new SignedTree(lines[0], Long.parseLong(lines[1]), root);
        } catch (IllegalArgumentException e) {
            throw new NotProved("the checkpoint's size or root hash cannot be read");
        }
    }
}
