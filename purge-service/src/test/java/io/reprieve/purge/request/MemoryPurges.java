package io.reprieve.purge.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.purge.database.Failures;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.lifecycle.StateName;
import jakarta.enterprise.inject.Vetoed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@link PurgeStore} over files in memory. */
@Vetoed
public class MemoryPurges extends PurgeStore {
    private final Supplier<? extends Files> files;

    public MemoryPurges(Supplier<? extends Files> files) {
        super(null);
        this.files = files;
    }

    /** The files, and the moment at which one is touched. */
    public interface Files {
        Map<String, CaseFile> all();

        Instant now();

        void touched(String what);

        /** Somebody looked at a purge, outside a transaction. */
        void seen(String id, long version);

        boolean hasTask(String id);

        /** Of deletions without a warrant. */
        Set<Long> reportsRead();
    }

    /** The same, but it never says that a purge has moved on since it was looked at. */
    public MemoryPurges inattentive() {
        return new MemoryPurges(files) {
            @Override
            public PurgeRequest lockAsSeen(PurgeRequest seen) {
                return lock(seen.id());
            }
        };
    }

    private CaseFile file(String id) {
        return files.get().all().get(id);
    }

    @Override
    public Optional<PurgeRequest> find(String id) {
        files.get().touched("find");
        Optional<PurgeRequest> found = Optional.ofNullable(file(id)).map(CaseFile::asRequest);
        found.ifPresent(purge -> files.get().seen(id, purge.version()));
        return found;
    }

    @Override
    public PurgeRequest lock(String id) {
        return file(id).asRequest();
    }

    @Override
    void insert(NewPurge purge) {
        if (purge.keyTurned()
                && !liveBeside(purge.subject().accountId(), purge.id()).isEmpty()) {
            throw Failures.uniqueViolation();
        }
        files.get().all().put(purge.id(), new CaseFile(purge, files.get().now()));
    }

    @Override
    void moved(String id, PurgeState next, String why, boolean leavesNoFence) {
        CaseFile file = file(id);
        file.state = next;
        file.why = why;
        if (next instanceof PurgeState.CoolingOff cooling) {
            file.window =
                    new PurgeRequest.Window(file.window.notBefore(), cooling.executeBy(), file.window.checkedAt());
        }
        if (leavesNoFence && file.fence.asked()) {
            fenceToLift(id);
        }
        changed(id);
    }

    @Override
    void changed(String id) {
        file(id).version++;
    }

    @Override
    public Instant clockSeen(String id) {
        return file(id).clockSeen;
    }

    @Override
    public void clockSeen(String id, Instant now) {
        CaseFile file = file(id);
        file.clockSeen = now.isAfter(file.clockSeen) ? now : file.clockSeen;
    }

    @Override
    public List<String> liveBeside(String accountId, String id) {
        return files.get().all().values().stream()
                .filter(file -> file.asked.keyTurned() && file.state.name().isLive())
                .map(file -> file.asked.id())
                .filter(other -> !other.equals(id))
                .toList();
    }

    @Override
    public List<PurgeRequest> purged(int limit) {
        return files.get().all().values().stream()
                .filter(file -> file.state.name() == StateName.PURGED)
                .map(CaseFile::asRequest)
                .toList();
    }

    @Override
    public List<String> withoutTask(String taskName) {
        return files.get().all().values().stream()
                .filter(file -> file.state.name().isLive() || file.fence.toLift())
                .map(file -> file.asked.id())
                .filter(id -> !files.get().hasTask(id))
                .toList();
    }

    @Override
    public void openRound(String id) {
        CaseFile file = file(id);
        file.round++;
        file.window = new PurgeRequest.Window(null, file.window.executeBy(), null);
        file.act = new PurgeRequest.Act(
                null, file.act.warrantId(), file.act.warrantExpiresAt(), file.act.reprieveAskedBy());
        changed(id);
    }

    @Override
    public void fenceAsked(String id) {
        CaseFile file = file(id);
        file.fence = new PurgeRequest.Fence(true, file.fence.epoch(), file.fence.since(), file.fence.toLift());
    }

    @Override
    public void fenceStands(String id, long epoch, Instant since) {
        CaseFile file = file(id);
        file.fence = new PurgeRequest.Fence(file.fence.asked(), epoch, since, file.fence.toLift());
        changed(id);
    }

    @Override
    public void fenceGone(String id) {
        CaseFile file = file(id);
        file.fence = new PurgeRequest.Fence(file.fence.asked(), null, null, false);
        changed(id);
    }

    @Override
    public void fenceToLift(String id) {
        CaseFile file = file(id);
        if (file.fence.asked()) {
            file.fence = new PurgeRequest.Fence(true, file.fence.epoch(), file.fence.since(), true);
        }
    }

    @Override
    public void clockRuns(String id, Instant notBefore, Instant executeBy) {
        CaseFile file = file(id);
        file.window = new PurgeRequest.Window(notBefore, executeBy, null);
        changed(id);
    }

    @Override
    public void why(String id, String why) {
        file(id).why = why;
    }

    @Override
    public void checked(String id) {
        files.get().touched("checked");
    }

    @Override
    public void undisturbed(String id) {
        files.get().touched("undisturbed");
        file(id).why = null;
    }

    @Override
    public void executing(String id, String eventId) {
        CaseFile file = file(id);
        file.act = new PurgeRequest.Act(
                eventId, file.act.warrantId(), file.act.warrantExpiresAt(), file.act.reprieveAskedBy());
    }

    @Override
    public void warrantOut(String id, String warrantId, Instant expiresAt) {
        CaseFile file = file(id);
        file.act = new PurgeRequest.Act(file.act.executingEvent(), warrantId, expiresAt, file.act.reprieveAskedBy());
    }

    @Override
    public void warrantSettled(String id) {
        CaseFile file = file(id);
        file.act =
                new PurgeRequest.Act(file.act.executingEvent(), file.act.warrantId(), null, file.act.reprieveAskedBy());
    }

    @Override
    public void reprieveAsked(String id, PurgeRequest.ReprieveAsked asked) {
        CaseFile file = file(id);
        file.act = new PurgeRequest.Act(
                file.act.executingEvent(), file.act.warrantId(), file.act.warrantExpiresAt(), asked);
        changed(id);
    }

    @Override
    public void tombstone(String id, JsonNode tombstone) {
        file(id).tombstone = tombstone;
    }
}
