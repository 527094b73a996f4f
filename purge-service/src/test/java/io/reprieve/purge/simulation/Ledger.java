package io.reprieve.purge.simulation;

import io.reprieve.outbox.EventDraft;
import io.reprieve.purge.database.MemoryDatabase;
import io.reprieve.purge.request.CaseFile;
import io.reprieve.purge.request.MemoryPurges;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** purge-service's database: what is committed stays, what is not is gone. */
class Ledger implements MemoryDatabase.Tables, MemoryPurges.Files {
    private final Chaos chaos;
    private Map<String, CaseFile> files = new LinkedHashMap<>();
    private LinkedHashMap<String, Instant> tasks = new LinkedHashMap<>();
    private Map<String, EventDraft> outbox = new LinkedHashMap<>();
    private int events;
    boolean frozen;

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
        chaos.transaction(true);
        return () -> {
            files = filesBefore;
            tasks = tasksBefore;
            outbox = outboxBefore;
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
    public boolean hasTask(String id) {
        return tasks.containsKey(id);
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
