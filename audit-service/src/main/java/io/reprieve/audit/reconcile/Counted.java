package io.reprieve.audit.reconcile;

import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.reconcile.ChainBreak.Kind;
import io.reprieve.audit.tree.TreeHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The fold over a stretch of the log: tallies of sources, the newest entry of each aggregate, and breaks in between. */
final class Counted {
    /** An aggregate, as one source numbers it. */
    record Aggregate(String source, String subject) {}

    /** @param hash SHA-256 of the leaf */
    record Newest(long seq, byte[] hash) {}

    final Map<String, SourceTally> tallies;
    final Map<Aggregate, Newest> newest;
    final List<ChainBreak> breaks = new ArrayList<>();

    /** Goes on from these. */
    Counted(Map<String, SourceTally> tallies, Map<Aggregate, Newest> newest) {
        this.tallies = new HashMap<>(tallies);
        this.newest = new HashMap<>(newest);
    }

    static Aggregate aggregate(LoggedEvent entry) {
        return new Aggregate(entry.source(), entry.subject());
    }

    void add(LoggedEvent entry) {
        tallies.put(
                entry.source(),
                tallies.getOrDefault(entry.source(), SourceTally.NOTHING)
                        .with(entry.index(), TreeHash.leaf(entry.leaf())));
        Newest before = newest.get(aggregate(entry));
        long expected = before == null ? 1 : before.seq() + 1;
        Kind kind = breakOf(entry, expected, before);
        if (kind != null) {
            breaks.add(
                    new ChainBreak(entry.index(), entry.source(), entry.subject(), kind, expected, entry.subjectSeq()));
        }
        // A number that comes late does not make those after it late as well.
        if (kind != Kind.REPEAT) {
            newest.put(
                    aggregate(entry),
                    new Newest(entry.subjectSeq(), SourceTally.sha256().digest(entry.leaf())));
        }
    }

    private static Kind breakOf(LoggedEvent entry, long expected, Newest before) {
        if (entry.subjectSeq() != expected) {
            return entry.subjectSeq() > expected ? Kind.GAP : Kind.REPEAT;
        }
        if (before == null) {
            return null;
        }
        return HexFormat.of().formatHex(before.hash()).equals(entry.prev()) ? null : Kind.FORK;
    }
}
