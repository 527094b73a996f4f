package io.reprieve.outbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes events as the log does: all of a request or none, the same event once. */
final class MemoryLog implements AuditLink {
    final Map<String, byte[]> entries = new LinkedHashMap<>();
    volatile boolean down;
    volatile boolean losesAnswers;
    volatile String refusedId;
    /** Ids it took and holds no longer; their places stay empty. */
    final Set<String> lost = new HashSet<>();
    /** What it says it counted, whatever it holds; null: the truth. */
    volatile Tally counted;

    @Override
    public byte[] newestCheckpoint() {
        throw new AuditUnavailable("this log signs nothing");
    }

    @Override
    public synchronized Map<String, Long> append(List<byte[]> events) {
        if (down) {
            throw new AuditUnavailable("down");
        }
        List<AuditEvent> read = events.stream().map(AuditEvent::read).toList();
        if (read.stream().anyMatch(event -> event.id().equals(refusedId))) {
            throw new AuditRefused(422, "refused");
        }
        read.forEach(event -> entries.putIfAbsent(event.id(), event.bytes()));
        if (losesAnswers) {
            throw new AuditUnavailable("connection reset");
        }
        List<String> order = List.copyOf(entries.keySet());
        Map<String, Long> indexes = new LinkedHashMap<>();
        read.forEach(event -> indexes.put(event.id(), (long) order.indexOf(event.id())));
        return indexes;
    }

    @Override
    public byte[] proof(String eventId) {
        throw new UnsupportedOperationException();
    }

    synchronized List<AuditEvent> chainOf(String subject) {
        return entries.values().stream()
                .map(AuditEvent::read)
                .filter(event -> event.subject().equals(subject))
                .toList();
    }

    @Override
    public synchronized Tally tally() {
        if (counted != null) {
            return counted;
        }
        Tally tally = Tally.NOTHING;
        for (LoggedEntry entry : all()) {
            tally = tally.with(entry.index(), HexFormat.of().parseHex(entry.leafHash()));
        }
        return tally;
    }

    @Override
    public synchronized Listed entries(long from, long to) {
        long upTo = Math.min(to, from + 3);
        return new Listed(
                all().stream()
                        .filter(entry -> entry.index() >= from && entry.index() < upTo)
                        .toList(),
                upTo);
    }

    private List<LoggedEntry> all() {
        List<LoggedEntry> all = new ArrayList<>();
        entries.forEach((id, bytes) ->
                all.add(new LoggedEntry(all.size(), id, HexFormat.of().formatHex(InclusionProofs.leafHash(bytes)))));
        all.removeIf(entry -> lost.contains(entry.eventId()));
        return all;
    }
}
