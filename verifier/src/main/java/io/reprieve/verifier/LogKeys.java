package io.reprieve.verifier;

import java.security.PublicKey;
import java.util.List;

/**
 * Whom a check of the log relies on.
 *
 * @param log keys any of which may sign for the log: the present one and those before it
 * @param witnesses keys each of which must have cosigned; none asks for no witness
 */
public record LogKeys(List<PublicKey> log, List<PublicKey> witnesses) {
    public LogKeys {
        log = List.copyOf(log);
        witnesses = List.copyOf(witnesses);
    }

    /** The log's key alone. */
    public static LogKeys of(PublicKey log) {
        return new LogKeys(List.of(log), List.of());
    }

    /**
     * Reads a checkpoint.
     *
     * @throws NotProved when the log did not sign it, or a witness did not cosign it
     */
    public SignedTree believe(String checkpoint) throws NotProved {
        SignedTree tree = SignedTree.of(checkpoint, log);
        tree.requireCosigned(witnesses);
        return tree;
    }
}
