package io.reprieve.witness;

import io.reprieve.verifier.MerkleProofs;
import io.reprieve.verifier.NotProved;
import io.reprieve.verifier.SignedNote;
import io.reprieve.verifier.SignedTree;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Cosigns a log's checkpoints, each only if it grew out of the one before, and remembers the newest
 * (https://c2sp.org/tlog-witness). Whoever relies on its cosignature relies on there being one log, for everybody, that
 * only ever grew.
 */
final class Witness {
    private final String origin;
    private final List<PublicKey> logKeys;
    private final Cosigner cosigner;
    private final Memory memory;
    private volatile SignedTree newest;

    /**
     * @param logKeys any of which may sign for the log
     * @throws IOException when what it remembers cannot be read, or is not the log's: then it has forgotten, and may not go on
     */
    Witness(String origin, List<PublicKey> logKeys, Cosigner cosigner, Memory memory) throws IOException {
        this.origin = origin;
        this.logKeys = List.copyOf(logKeys);
        this.cosigner = cosigner;
        this.memory = memory;
        Optional<String> kept = memory.kept();
        if (kept.isPresent()) {
            try {
                newest = ofThisLog(kept.get());
            } catch (NotProved e) {
                throw new IOException("the checkpoint it remembers is not one of " + origin + ": " + e.getMessage());
            }
        }
    }

    /** The newest checkpoint it cosigned; empty before the first. */
    Optional<SignedTree> newest() {
        return Optional.ofNullable(newest);
    }

    /** Holds a checkpoint against the newest one, and cosigns it if it grew out of that; one at a time. */
    synchronized Answer add(AddCheckpoint request) throws IOException {
        SignedTree tree;
        try {
            SignedNote note = SignedNote.parse(request.checkpoint());
            if (!note.text().startsWith(origin + "\n")) {
                return new Answer.Refused(404, "unknown-origin", "this witness knows " + origin + " alone");
            }
            if (!note.isSignedBy(origin, logKeys)) {
                return new Answer.Refused(403, "unknown-key", "no known key of " + origin + " signed this checkpoint");
            }
            tree = ofThisLog(request.checkpoint());
        } catch (NotProved e) {
            return new Answer.Refused(400, "malformed", e.getMessage());
        }
        if (request.old() > tree.size()) {
            return new Answer.Refused(400, "malformed", "the old size is larger than the checkpoint's");
        }
        long size = newest == null ? 0 : newest.size();
        if (request.old() != size) {
            return new Answer.Conflict(size);
        }
        return newest == null ? first(request, tree) : grown(request, tree);
    }

    private Answer first(AddCheckpoint request, SignedTree tree) throws IOException {
        return request.proof().isEmpty() ? cosign(tree) : unproved(0, tree);
    }

    private Answer grown(AddCheckpoint request, SignedTree tree) throws IOException {
        if (tree.size() == newest.size() && !Arrays.equals(tree.root(), newest.root())) {
            return new Answer.Conflict(newest.size());
        }
        return MerkleProofs.consistent(newest.size(), newest.root(), tree.size(), tree.root(), request.proof())
                ? cosign(tree)
                : unproved(newest.size(), tree);
    }

    private static Answer unproved(long old, SignedTree tree) {
        return new Answer.Refused(
                422,
                "inconsistent",
                "the log of " + tree.size() + " entries is not shown to have grown out of that of " + old);
    }

    private Answer cosign(SignedTree tree) throws IOException {
        String line = cosigner.line(tree.note().text());
        String cosigned = logLines(tree) + line;
        memory.keep(cosigned);
        try {
            newest = ofThisLog(cosigned);
        } catch (NotProved e) {
            throw new IllegalStateException(e);
        }
        return new Answer.Cosigned(line);
    }

    // The text with the log's own signatures: others' may be anything.
    private String logLines(SignedTree tree) {
        StringBuilder note = new StringBuilder(tree.note().text()).append('\n');
        tree.note().signatures().stream()
                .filter(line -> line.name().equals(origin))
                .forEach(line -> note.append("\u2014 ")
                        .append(line.name())
                        .append(' ')
                        .append(Base64.getEncoder().encodeToString(line.bytes()))
                        .append('\n'));
        return note.toString();
    }

    private SignedTree ofThisLog(String checkpoint) throws NotProved {
        SignedTree tree = SignedTree.of(checkpoint, logKeys);
        if (!tree.origin().equals(origin)) {
            throw new NotProved("it is of the log " + tree.origin());
        }
        return tree;
    }
}
