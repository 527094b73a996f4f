package io.reprieve.audit.proof;

import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.LogStore;
import io.reprieve.audit.log.TileStore;
import io.reprieve.audit.tree.ProofPath;
import io.reprieve.audit.tree.TileHashes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Computes proofs from tiles. Entries and tiles never change, so a checkpoint read first is what they are proved against. */
@ApplicationScoped
public class ProveLog {
    private final LogStore log;
    private final TileStore tiles;

    ProveLog(LogStore log, TileStore tiles) {
        this.log = log;
        this.tiles = tiles;
    }

    /** The newest checkpoint. */
    public Checkpoint checkpoint() {
        return log.latestCheckpoint().orElseThrow(() -> new LogDamaged("the log has no checkpoint"));
    }

    /** Sibling hashes from the leaf to the root, lowest first. */
    public List<byte[]> inclusion(long index, long size) {
        return TileHashes.of(ProofPath.inclusion(index, size), size, tiles);
    }

    /** Inclusion proofs, many of them, in the tree of this size. */
    public InclusionProofs inclusions(long size) {
        return new InclusionProofs(size, tiles);
    }

    /** What shows that the older tree is how the newer one begins (RFC 6962, 2.1.2). */
    public List<byte[]> consistency(long older, long newer) {
        return TileHashes.of(ProofPath.consistency(older, newer), newer, tiles);
    }
}
