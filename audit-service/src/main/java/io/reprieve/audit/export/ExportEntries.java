package io.reprieve.audit.export;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.follow.LogReader;
import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.proof.InclusionProofs;
import io.reprieve.audit.proof.ProveLog;
import io.reprieve.audit.search.EventSearch;
import io.reprieve.audit.tree.TreeHash;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Writes entries out a handful at a time, so that the largest export needs no more memory than the smallest. */
@ApplicationScoped
class ExportEntries {
    /** Of at most 32 KiB each. */
    private static final int AT_ONCE = 128;

    /**
     * What is wanted.
     *
     * @param from index of the first entry that may be among them
     * @param checkpoint of the log as it is exported
     */
    record Order(EventFilter filter, long from, Checkpoint checkpoint, boolean proofs) {}

    private final LogReader log;
    private final EventSearch search;
    private final ProveLog prove;
    private final MeterRegistry meters;

    ExportEntries(LogReader log, EventSearch search, ProveLog prove, MeterRegistry meters) {
        this.log = log;
        this.search = search;
        this.prove = prove;
        this.meters = meters;
    }

    /** The leaves alone, a line each: the log itself, whose checksum is the signed root. */
    void leaves(Order order, OutputStream out) throws IOException {
        for (List<LoggedEvent> some = next(order, order.from()); !some.isEmpty(); some = next(order, after(some))) {
            for (LoggedEvent event : some) {
                out.write(event.leaf());
                out.write('\n');
            }
            count(some.size());
        }
    }

    /** Entries in a format, and the closing line. */
    void write(Order order, ExportFormat format, OutputStream to) throws IOException {
        DigestOutputStream out = new DigestOutputStream(to, sha256());
        if (format.heading().isPresent()) {
            line(out, format.heading().get());
        }
        InclusionProofs proofs = prove.inclusions(order.checkpoint().size());
        long entries = 0;
        for (List<LoggedEvent> some = next(order, order.from()); !some.isEmpty(); some = next(order, after(some))) {
            for (LoggedEvent event : some) {
                line(out, format.line(exported(event, order.proofs() ? proofs : null)));
                entries++;
            }
            count(some.size());
        }
        String digest = HexFormat.of().formatHex(out.getMessageDigest().digest());
        Checkpoint checkpoint = order.checkpoint();
        line(out, format.closing(new Closing(entries, checkpoint.size(), digest, checkpoint.note())));
    }

    private List<LoggedEvent> next(Order order, long from) {
        long end = order.checkpoint().size();
        if (from >= end) {
            return List.of();
        }
        return order.filter().criteria() == 0
                ? log.from(from, end, AT_ONCE)
                : log.at(search.find(order.filter(), from, end, AT_ONCE));
    }

    private static long after(List<LoggedEvent> some) {
        return some.get(some.size() - 1).index() + 1;
    }

    /** @param proofs null: none are wanted */
    private static ExportedEntry exported(LoggedEvent event, InclusionProofs proofs) {
        HexFormat hex = HexFormat.of();
        List<String> path = proofs == null
                ? null
                : proofs.of(event.index()).stream().map(hex::formatHex).toList();
        return new ExportedEntry(event, hex.formatHex(TreeHash.leaf(event.leaf())), path);
    }

    private void count(int entries) {
        meters.counter("reprieve.audit.exported").increment(entries);
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
