package io.reprieve.audit.append;

import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.Entry;
import io.reprieve.audit.log.LogConfig;
import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.LogStanding;
import io.reprieve.audit.log.LogStore;
import io.reprieve.audit.log.LogTransaction;
import io.reprieve.audit.note.CheckpointText;
import io.reprieve.audit.note.NoteSigner;
import io.reprieve.audit.tree.Tile;
import io.reprieve.audit.tree.TreeEdge;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One step of the log: takes the turn, leaves out what the log holds already, numbers the rest, extends the tree, reads
 * back and recomputes what it wrote, and signs the new state; all in one transaction.
 */
@ApplicationScoped
public class GrowLog {
    private final LogStore log;
    private final LogConfig config;
    private final NoteSigner signer;
    private final LogStanding standing;

    // The note last signed here, or found to be signed by this log: to check it again would take longer than all the
    // rest.
    private volatile String ours = "";

    public GrowLog(LogStore log, LogConfig config, NoteSigner signer, LogStanding standing) {
        this.log = log;
        this.config = config;
        this.signer = signer;
        this.standing = standing;
    }

    /**
     * What became of each call, in their order. A call is taken whole or not at all, and does not hinder another.
     *
     * @throws LogDamaged what is stored is not what was signed; nothing was written
     */
    List<Outcome> grow(List<List<Entry>> calls) {
        standing.requireTrusted();
        try (LogTransaction transaction = log.takeTurn()) {
            Checkpoint before = newestOf(transaction);
            Placement placement = new Placement(before.size(), transaction.held(idsOf(calls)));
            List<Placement.Placed> placed = calls.stream().map(placement::place).toList();
            Checkpoint after = before;
            if (!placement.added().isEmpty()) {
                after = extend(transaction, before, placement.added());
                transaction.commit();
            }
            return Outcome.of(placed, after);
        }
    }

    /** Signs the log again if its newest checkpoint is old; the first one of an empty log, if it has none. */
    void beat() {
        standing.requireTrusted();
        try (LogTransaction transaction = log.takeTurn()) {
            if (transaction.newestCheckpoint().isEmpty()) {
                publish(transaction, TreeEdge.empty());
                transaction.commit();
                return;
            }
            Checkpoint newest = newestOf(transaction);
            if (transaction.age(newest).compareTo(config.heartbeat()) >= 0) {
                publish(transaction, edgeAsSigned(transaction, newest));
                transaction.commit();
            }
        }
    }

    private Checkpoint newestOf(LogTransaction transaction) {
        Checkpoint newest =
                transaction.newestCheckpoint().orElseThrow(() -> new LogDamaged("the log has no checkpoint"));
        String text = CheckpointText.of(signer.name(), newest.size(), newest.root());
        boolean known = newest.note().equals(ours) && newest.note().startsWith(text);
        if (!known && !signer.signed(newest.note(), text)) {
            throw new LogDamaged("the newest checkpoint, of " + newest.size() + " entries, is not signed by this log");
        }
        ours = newest.note();
        return newest;
    }

    private Checkpoint extend(LogTransaction transaction, Checkpoint before, List<Entry> added) {
        TreeEdge edge = edgeAsSigned(transaction, before);
        List<Tile> tiles = new ArrayList<>();
        for (Entry entry : added) {
            edge.add(entry.leafHash(), tiles::add);
        }
        transaction.add(before.size(), added, tiles);
        transaction.requireStored(before, edge.size(), edge.root());
        return publish(transaction, edge);
    }

    private TreeEdge edgeAsSigned(LogTransaction transaction, Checkpoint signed) {
        TreeEdge edge;
        try {
            edge = transaction.edge(signed.size());
        } catch (IllegalStateException e) {
            throw new LogDamaged(e.getMessage());
        }
        if (!Arrays.equals(edge.root(), signed.root())) {
            throw new LogDamaged("the tree of " + signed.size() + " entries is not the one that was signed");
        }
        return edge;
    }

    private Checkpoint publish(LogTransaction transaction, TreeEdge edge) {
        byte[] root = edge.root();
        String note = signer.sign(CheckpointText.of(signer.name(), edge.size(), root));
        ours = note;
        return transaction.publish(edge.size(), root, note);
    }

    private static List<String> idsOf(List<List<Entry>> calls) {
        return calls.stream().flatMap(List::stream).map(Entry::id).toList();
    }
}
