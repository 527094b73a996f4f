package io.reprieve.audit.proof;

import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.LogStore;
import io.reprieve.audit.tree.NodeId;
import io.reprieve.audit.tree.ProofPath;
import io.reprieve.audit.tree.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes proofs. Entries and nodes never change, so a checkpoint read first is what they are proved against. */
@ApplicationScoped
class ProveLog {
    private final LogStore log;

    ProveLog(LogStore log) {
        this.log = log;
    }

    Checkpoint checkpoint() {
        return log.latestCheckpoint().orElseThrow(() -> new LogDamaged("the log has no checkpoint"));
    }

    /** Sibling hashes from the leaf to the root, lowest first. */
    List<byte[]> inclusion(long index, long size) {
        return hashes(ProofPath.inclusion(index, size));
    }

    /** What shows that the older tree is how the newer one begins (RFC 6962, 2.1.2). */
    List<byte[]> consistency(long older, long newer) {
        return hashes(ProofPath.consistency(older, newer));
    }

    private List<byte[]> hashes(List<Span> path) {
        Set<NodeId> needed = new LinkedHashSet<>();
        path.forEach(span -> needed.addAll(span.nodes()));
        Map<NodeId, byte[]> nodes = log.nodes(needed);
        return path.stream().map(span -> span.hash(nodes)).toList();
    }
}
