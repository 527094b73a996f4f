package io.reprieve.purge.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.purge.approval.ApprovalStore;
import io.reprieve.purge.evidence.PurgeEvidence;
import io.reprieve.purge.execution.RoundStore;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.lifecycle.StateName;
import io.reprieve.purge.notice.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that is on record about one purge, in memory, to be copied whole. */
public final class CaseFile {
    /** One evidence as it was put. */
    public record Put(int number, int round, PurgeEvidence evidence) {}

    /** An approval with what it was over. */
    public record Given(ApprovalStore.Approval approval, int number, int round) {}

    /** @param from null for the first */
    public record Entry(StateName from, StateName to, String eventId, String eventType, Instant at) {}

    public final PurgeStore.NewPurge asked;
    public final TreeMap<Integer, RoundStore.Round> rounds = new TreeMap<>();
    public final List<Put> evidence = new ArrayList<>();
    public final List<Given> approvals = new ArrayList<>();
    public final List<RequestTurnStore.RequestTurn> turns = new ArrayList<>();
    public final List<Entry> history = new ArrayList<>();
    /** By the end of the wait they belong to. */
    public final Map<Instant, List<Notice>> notices = new HashMap<>();

    public PurgeState state = new PurgeState.Requested();
    public String why;
    public long version = 1;
    public int round = 1;
    public int quorum;
    public PurgeRequest.Fence fence = new PurgeRequest.Fence(false, null, null, false);
    public PurgeRequest.Window window = new PurgeRequest.Window(null, null, null);
    public PurgeRequest.Act act = new PurgeRequest.Act(null, null, null, null);
    public JsonNode tombstone;
    public Instant clockSeen;
    public final Instant createdAt;

    CaseFile(PurgeStore.NewPurge asked, Instant createdAt) {
        this.asked = asked;
        this.createdAt = createdAt;
        this.clockSeen = createdAt;
        this.quorum = asked.quorum();
    }

    public CaseFile copy() {
        CaseFile copy = new CaseFile(asked, createdAt);
        copy.rounds.putAll(rounds);
        copy.evidence.addAll(evidence);
        copy.approvals.addAll(approvals);
        copy.turns.addAll(turns);
        copy.history.addAll(history);
        notices.forEach((notBefore, planned) -> copy.notices.put(notBefore, new ArrayList<>(planned)));
        copy.state = state;
        copy.why = why;
        copy.version = version;
        copy.round = round;
        copy.quorum = quorum;
        copy.fence = fence;
        copy.window = window;
        copy.act = act;
        copy.tombstone = tombstone;
        copy.clockSeen = clockSeen;
        return copy;
    }

    public Put inForce() {
        return evidence.isEmpty() ? null : evidence.get(evidence.size() - 1);
    }

    public List<Given> counting() {
        return approvals.stream()
                .filter(given -> given.number() == inForce().number() && given.round() == round)
                .toList();
    }

    PurgeRequest asRequest() {
        return new PurgeRequest(
                asked.id(),
                asked.subject(),
                asked.ask(),
                present(),
                why,
                version,
                round,
                quorum,
                inForce() == null ? null : inForce().number(),
                inForce() == null ? null : inForce().round(),
                fence,
                window,
                act,
                tombstone,
                createdAt,
                createdAt);
    }

    /** With what the columns say beside the state's name, as the database's rows are read. */
    private PurgeState present() {
        if (state instanceof PurgeState.CoolingOff) {
            return new PurgeState.CoolingOff(window.notBefore(), window.executeBy());
        }
        if (state instanceof PurgeState.Held held) {
            boolean behind = inForce() == null || inForce().round() < round;
            boolean failed = rounds.containsKey(round) && rounds.get(round).failure() != null;
            return new PurgeState.Held(held.expiresAt(), behind && !failed);
        }
        return state;
    }
}
