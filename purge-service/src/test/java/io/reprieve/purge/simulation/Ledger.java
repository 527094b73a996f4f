package io.reprieve.purge.simulation;

import io.reprieve.outbox.EventDraft;
import io.reprieve.purge.budget.MemoryBudget;
import io.reprieve.purge.database.MemoryDatabase;
import io.reprieve.purge.freeze.MemoryFreeze;
import io.reprieve.purge.lifecycle.StateName;
import io.reprieve.purge.request.CaseFile;
import io.reprieve.purge.request.MemoryPurges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** purge-service's database: what is committed stays, what is not is gone. */
class Ledger implements MemoryDatabase.Tables, MemoryPurges.Files, MemoryFreeze.Record, MemoryBudget.Spending {
    private final Chaos chaos;
    private Map<String, CaseFile> files = new LinkedHashMap<>();
    private LinkedHashMap<String, Instant> tasks = new LinkedHashMap<>();
    private Map<String, EventDraft> outbox = new LinkedHashMap<>();
    private Set<Long> reportsRead = new TreeSet<>();
    private final Set<String> lookedInto = new HashSet<>();
    private int events;
    private boolean frozen;

    /** When other accounts were erased. */
    final List<Instant> othersErased = new ArrayList<>();

    Ledger(Chaos chaos) {
        this.chaos = chaos;
    }

    @Override
    public Runnable begin() {
        chaos.point("before a transaction");
        Map<String, CaseFile> filesBefore = new LinkedHashMap<>();
        files.forEach((id, file) -> filesBefore.put(id, file.copy()));
        LinkedHashMap<String, Instant> tasksBefore = new LinkedHashMap<>(tasks);
        Map<String, EventDraft> outboxBefore = new LinkedHashMap<>(outbox);
        Set<Long> reportsBefore = new TreeSet<>(reportsRead);
        boolean frozenBefore = frozen;
        chaos.transaction(true);
        return () -> {
            files = filesBefore;
            tasks = tasksBefore;
            outbox = outboxBefore;
            reportsRead = reportsBefore;
            frozen = frozenBefore;
        };
    }

    @Override
    public void beforeCommit() {
        if (chaos.oneIn(150)) {
            chaos.tell("dies before a commit");
            throw new Crash("before a commit");
        }
    }

    @Override
    public void committed() {
        chaos.transaction(false);
        chaos.point("after a commit");
    }

    @Override
    public void rolledBack() {
        chaos.transaction(false);
    }

    @Override
    public Map<String, CaseFile> all() {
        return files;
    }

    @Override
    public Instant now() {
        return chaos.databaseTime();
    }

    @Override
    public void touched(String what) {
        chaos.point(what);
    }

    @Override
    public void seen(String id, long version) {
        chaos.sees(id, version);
    }

    @Override
    public boolean hasTask(String id) {
        return tasks.containsKey(id);
    }

    @Override
    public Set<Long> reportsRead() {
        return reportsRead;
    }

    @Override
    public boolean frozen() {
        return frozen;
    }

    @Override
    public void freeze() {
        frozen = true;
    }

    /** Two people looked into whatever there was. */
    void thaw() {
        frozen = false;
        lookedInto.addAll(signs());
        lookedInto.addAll(denied());
    }

    /** Signs that purges go wrong which nobody has looked into: purges that were restored, and reports. */
    Set<String> signs() {
        Set<String> signs = new HashSet<>(entries(StateName.RESTORED));
        reportsRead.forEach(report -> signs.add("report " + report));
        signs.removeAll(lookedInto);
        return signs;
    }

    Set<String> denied() {
        Set<String> denied = entries(StateName.DENIED);
        denied.removeAll(lookedInto);
        return denied;
    }

    private Set<String> entries(StateName to) {
        return files.values().stream()
                .flatMap(file -> file.history.stream())
                .filter(entry -> entry.to() == to && entry.from() != to)
                .map(CaseFile.Entry::eventId)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Override
    public long denials(Duration within) {
        return denied().size();
    }

    @Override
    public List<Instant> keysOf(String person) {
        List<Instant> turned = new ArrayList<>();
        for (CaseFile file : files.values()) {
            if (file.asked.ask().requester().personId().equals(person)) {
                turned.add(file.createdAt);
            }
            file.turns.stream()
                    .filter(turn -> turn.round() > 1 && turn.personId().equals(person))
                    .forEach(turn -> turned.add(turn.at()));
            file.approvals.stream()
                    .map(CaseFile.Given::approval)
                    .filter(approval -> approval.personId().equals(person))
                    .forEach(approval -> turned.add(approval.at()));
        }
        return turned;
    }

    @Override
    public List<Instant> erasures() {
        List<Instant> erased = new ArrayList<>(othersErased);
        for (CaseFile file : files.values()) {
            file.history.stream()
                    .filter(entry -> entry.to() == StateName.ERASING)
                    .forEach(entry -> erased.add(entry.at()));
        }
        return erased;
    }

    Map<String, Instant> tasks() {
        return tasks;
    }

    Map<String, EventDraft> outbox() {
        return outbox;
    }

    String nextEventId() {
        return "evt_" + ++events;
    }
}
