package io.reprieve.audit.note;

import java.util.Base64;

/** The text of a checkpoint, as https://c2sp.org/tlog-checkpoint has it: origin, size, root hash, a line each. */
public final class CheckpointText {
    private CheckpointText() {}

    public static String of(String origin, long size, byte[] root) {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }
}
