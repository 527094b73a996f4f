package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.objects.KeyHistory.Outcome;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.report.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Holds archived histories against the live ones, key by key, and completes them. */
final class ObjectsRestore {

    private static final int NAMED = 50;

    private final VersionReader reader;
    private final VersionWriter writer;
    private final Map<String, List<ObjectEntry>> archived = new LinkedHashMap<>();
    private final Map<String, List<ObjectVersion>> live;
    private final LargeOnes large = new LargeOnes();

    /**
     * @param archived of one account, each key's from the oldest on
     * @param live each key's, from the oldest on
     */
    ObjectsRestore(
            VersionReader reader,
            VersionWriter writer,
            List<ObjectEntry> archived,
            Map<String, List<ObjectVersion>> live) {
        this.reader = reader;
        this.writer = writer;
        this.live = live;
        archived.forEach(entry -> this.archived
                .computeIfAbsent(entry.key(), key -> new ArrayList<>())
                .add(entry));
    }

    /** What would be put back. */
    RestorePlan.ObjectsPlan plan() {
        List<ObjectEntry> insert = new ArrayList<>();
        List<ObjectEntry> equal = new ArrayList<>();
        List<ObjectEntry> conflict = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        AFewAtOnce.each(archived.keySet(), key -> Map.entry(key, compare(key)), done -> {})
                .forEach(compared -> {
                    insert.addAll(compared.getValue().put());
                    equal.addAll(compared.getValue().equal());
                    conflict.addAll(compared.getValue().conflict());
                    if (findings.size() < NAMED) {
                        finding(compared.getKey(), compared.getValue()).ifPresent(findings::add);
                    }
                });
        return new RestorePlan.ObjectsPlan(insert, equal, conflict, findings);
    }

    /**
     * Puts it back, oldest first, keys side by side.
     *
     * @param inUse whether people use the account again: what they may have changed is left alone
     * @throws AccountRefused naming the keys whose live content is another, unless the account is in use
     */
    ObjectsRestored run(ArchiveSource archive, boolean inUse, Progress progress) {
        AtomicLong put = new AtomicLong();
        Map<Finding.Severity, List<Finding>> findings = AFewAtOnce.each(
                        archived.keySet(),
                        key -> complete(key, archive, inUse, put),
                        done -> progress.report(put.get(), "objects"))
                .stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Finding::severity));
        if (findings.containsKey(Finding.Severity.ERROR)) {
            throw new AccountRefused(findings.get(Finding.Severity.ERROR));
        }
        return new ObjectsRestored(put.get(), findings.getOrDefault(Finding.Severity.NOTE, List.of()));
    }

    private List<Finding> complete(String key, ArchiveSource archive, boolean inUse, AtomicLong put) {
        Outcome outcome = compare(key);
        if (inUse && !outcome.continues()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (ObjectEntry entry : outcome.put()) {
            large.alone(entry.size(), () -> writer.put(entry, () -> archive.object(entry)))
                    .ifPresent(findings::add);
            put.incrementAndGet();
        }
        finding(key, outcome).ifPresent(findings::add);
        return findings;
    }

    private static Optional<Finding> finding(String key, Outcome outcome) {
        if (!outcome.conflict().isEmpty()) {
            return Optional.of(Finding.error(
                    "object-in-the-way",
                    key,
                    "is live and another than the archive's, and nothing live is overwritten: settle this first"));
        }
        return outcome.differs()
                ? Optional.of(Finding.note(
                        "object-history",
                        key,
                        "its current state is the archive's, but its older versions or delete markers are not"))
                : Optional.empty();
    }

    private Outcome compare(String key) {
        return KeyHistory.compare(archived.get(key), live.getOrDefault(key, List.of()), reader::same);
    }
}
