package io.reprieve.audit.append;

import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.Entry;
import io.reprieve.audit.log.LogConfig;
import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.LogStore;
import io.reprieve.audit.log.LogStore.Held;
import io.reprieve.audit.note.CheckpointText;
import io.reprieve.audit.note.NoteSigner;
import io.reprieve.audit.tree.Frontier;
import io.reprieve.audit.tree.Node;
import io.reprieve.audit.tree.Span;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sequencer: takes the turn, leaves out what the log holds already, numbers the rest, extends the tree and signs the
 * new state, all in one transaction. The turn is a row lock of that same transaction, so a replica that lost it (its
 * session is gone) has lost everything it did, and there is never more than one.
 */
@ApplicationScoped
public class AppendEvents {
    /** Where each event of the request lies, in its order, and how large the log is. */
    public record Appended(List<Placed> items, long treeSize, int added) {}

    public record Placed(Entry entry, long index) {}

    private final LogStore log;
    private final LogConfig config;
    private final NoteSigner signer;

    AppendEvents(LogStore log, LogConfig config, NoteSigner signer) {
        this.log = log;
        this.config = config;
        this.signer = signer;
    }

    /**
     * Appends all or none.
     *
     * @throws IdReused an id is known, or comes twice, with other bytes
     * @throws LogDamaged the tree in the database is not the one last signed
     */
    @Transactional
    public Appended append(List<Entry> entries) {
        long size = log.takeTurn(config.turn());
        Map<String, Held> held =
                new HashMap<>(log.held(entries.stream().map(Entry::id).toList()));
        List<Entry> added = new ArrayList<>();
        List<Placed> placed = new ArrayList<>();
        for (Entry entry : entries) {
            Held before = held.get(entry.id());
            if (before == null) {
                before = new Held(size + added.size(), entry.leafHash());
                held.put(entry.id(), before);
                added.add(entry);
            } else if (!Arrays.equals(before.leafHash(), entry.leafHash())) {
                throw new IdReused(entry.id());
            }
            placed.add(new Placed(entry, before.index()));
        }
        if (!added.isEmpty()) {
            extend(size, added);
        }
        return new Appended(placed, size + added.size(), added.size());
    }

    /** Signs the empty log, once, so that there is a checkpoint from the start. */
    @Transactional
    public void begin() {
        long size = log.takeTurn(config.turn());
        if (size == 0 && log.latestCheckpoint().isEmpty()) {
            publish(Frontier.of(0, Map.of()));
        }
    }

    private void extend(long size, List<Entry> added) {
        Frontier tree = Frontier.of(size, log.nodes(new Span(0, size).nodes()));
        Checkpoint last = log.latestCheckpoint().orElseThrow(() -> new LogDamaged("the log has no checkpoint"));
        if (last.size() != size || !Arrays.equals(last.root(), tree.root())) {
            throw new LogDamaged("the tree of " + size + " entries is not the one signed at " + last.size());
        }
        List<Node> completed = new ArrayList<>();
        for (Entry entry : added) {
            completed.addAll(tree.add(entry.leafHash()));
        }
        log.add(size, added, completed);
        publish(tree);
    }

    private void publish(Frontier tree) {
        byte[] root = tree.root();
        log.publish(tree.size(), root, signer.sign(CheckpointText.of(signer.name(), tree.size(), root)));
    }
}
