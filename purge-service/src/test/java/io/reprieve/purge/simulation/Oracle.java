package io.reprieve.purge.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Sha256;
import io.reprieve.outbox.EventDraft;
import io.reprieve.purge.guard.PurgeKind;
import io.reprieve.purge.lifecycle.StateName;
import io.reprieve.purge.notice.Moment;
import io.reprieve.purge.request.CaseFile;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.RequestTurnStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The promises of the design, held against what really happened, by somebody who saw all of it. */
final class Oracle {
    static final Duration COOLING_OFF = Duration.ofDays(30);
    private static final Duration TOLERANCE = Duration.ofMinutes(2);
    private static final Duration WARRANT_LIFE = Duration.ofMinutes(6);
    static final int KEYS_AN_HOUR = 5;
    static final int ERASURES_AN_HOUR = 2;
    static final int DENIALS = 2;
    private static final Set<String> FORWARD =
            Set.of("purge.backing-up", "purge.backup-ready", "purge.cooling-off", "purge.executing", "warrant.issued");
    /** What the service decides by itself, from what it saw of the purge. */
    private static final Set<String> OWN_DECISIONS =
            Set.of("purge.backing-up", "purge.backup-ready", "purge.expired", "purge.held", "purge.executing");

    private static final Set<String> KEY_TURNS = Set.of("purge.requested", "purge.released", "purge.approved");
    private static final Set<StateName> GONE = Set.of(StateName.PURGED, StateName.RESTORED);

    /** A promise was broken. */
    static final class Broken extends AssertionError {
        Broken(String promise) {
            super(promise);
        }
    }

    private final Chaos chaos;
    private final Ledger ledger;
    private final SimulatedRegistry registry;
    private final SimulatedVault vault;
    /** By purge, end of its wait and moment: when its contacts were first told. */
    private final Map<List<Object>, Instant> told = new HashMap<>();

    final Set<String> log = new HashSet<>();
    final Set<String> reprieved = new HashSet<>();

    Oracle(Chaos chaos, Ledger ledger, SimulatedRegistry registry, SimulatedVault vault) {
        this.chaos = chaos;
        this.ledger = ledger;
        this.registry = registry;
        this.vault = vault;
    }

    private static void promise(boolean kept, String promise) {
        if (!kept) {
            throw new Broken(promise);
        }
    }

    /** In the moment of the erasure, whatever account-service would have checked besides. */
    void erasing(JsonNode warrant, SimulatedRegistry.Fence fence) {
        String purgeId = warrant.path("purgeRequestId").asText();
        promise(!registry.tombstones.containsKey(purgeId), "nothing is erased twice");
        promise(!reprieved.contains(purgeId), "what was reprieved is not erased");
        keysTurned(purgeId, warrant);
        Instant from = registry.turns.stream()
                .filter(turn -> relied(warrant, turn))
                .map(SimulatedRegistry.Turned::at)
                .filter(at -> at.isAfter(fence.since()))
                .max(Instant::compareTo)
                .orElse(fence.since());
        promise(
                !chaos.truth().isBefore(from.plus(COOLING_OFF).minus(TOLERANCE)),
                "the whole cooling-off passes, fenced, after the last key: only from " + from);
        contactsTold(purgeId);
        twinStays(purgeId);
        promise(
                registry.turns.stream().filter(turn -> relied(warrant, turn)).noneMatch(turn -> turn.at()
                        .isBefore(registry.restoredAt)),
                "what was decided before a restore is not carried out after it");
        String event = warrant.path("auditProof").path("eventId").asText();
        promise(log.contains(event), "the log holds the act before it happens");
        EventDraft act = ledger.outbox().get(event);
        promise(
                act != null
                        && act.type().equals("purge.executing")
                        && act.subject().equals(purgeId)
                        && Objects.equals(act.detail().get("epoch"), registry.epoch),
                "the entry in the log is of exactly this act");
        promise(
                vault.backups.values().stream()
                        .anyMatch(backup -> !backup.fails()
                                && backup.content().equals(registry.contentDigest())
                                && (backup.epoch() == fence.before() || backup.epoch() == fence.after())),
                "a verified backup holds what is deleted");
    }

    /** As long as a warrant that was given out before may be at work, nobody can call it back. */
    private void twinStays(String purgeId) {
        boolean duplicate = ledger.all().get(purgeId).asked.ask().kind() == PurgeKind.DUPLICATE_CLEANUP;
        promise(
                !duplicate
                        || registry.survivorUnfitSince == null
                        || chaos.truth().isBefore(registry.survivorUnfitSince.plus(WARRANT_LIFE)),
                "a duplicate is not purged for the sake of a twin that is " + registry.survivor);
    }

    private void contactsTold(String purgeId) {
        Instant notBefore = ledger.all().get(purgeId).window.notBefore();
        for (Moment moment : Moment.values()) {
            promise(
                    told.containsKey(List.of(purgeId, notBefore, moment)),
                    "the contacts are told before the account is erased: " + moment);
        }
        Instant warned = told.get(List.of(purgeId, notBefore, Moment.DAY_BEFORE));
        promise(
                !chaos.truth().isBefore(warned.plus(Duration.ofDays(1)).minus(TOLERANCE)),
                "the contacts have a day after the last warning, of " + warned);
    }

    boolean told(PurgeRequest purge, Moment moment) {
        told.putIfAbsent(List.of(purge.id(), purge.window().notBefore(), moment), chaos.truth());
        return true;
    }

    private static boolean relied(JsonNode warrant, SimulatedRegistry.Turned turn) {
        for (JsonNode key : warrant.path("keyTurns")) {
            if (key.path("id").asText().equals(turn.id())) {
                return true;
            }
        }
        return false;
    }

    private void keysTurned(String purgeId, JsonNode warrant) {
        List<SimulatedRegistry.Turned> relied =
                registry.turns.stream().filter(turn -> relied(warrant, turn)).toList();
        // A key that was turned while purge-service died is on account-service's record alone, which looks at it then.
        Set<String> requesters = ledger.all().get(purgeId).turns.stream()
                .map(RequestTurnStore.RequestTurn::personId)
                .collect(Collectors.toSet());
        List<Cast> approvers = relied.stream()
                .filter(turn -> turn.turn().equals("APPROVAL"))
                .map(turn -> Cast.byToken(turn.person()))
                .toList();
        promise(relied.size() == warrant.path("keyTurns").size(), "every key turn is on account-service's record");
        promise(
                relied.stream().allMatch(turn -> turn.purgeId().equals(purgeId)),
                "every key was turned for this purge");
        promise(
                relied.stream().filter(turn -> turn.turn().equals("APPROVAL")).allMatch(turn -> turn.digest()
                        .equals(Sha256.hex(warrant.path("evidence").asText()))),
                "what was approved is what is carried out");
        promise(approvers.stream().map(Cast::person).noneMatch(requesters::contains), "who asked does not approve");
        int needed = ledger.all().get(purgeId).asked.ask().requester().service() ? 2 : 1;
        promise(
                approvers.stream().map(Cast::person).distinct().count() >= needed,
                needed + " different people approve");
        promise(
                approvers.stream().allMatch(Cast::mayApprove),
                "nobody approves who holds both roles, is disabled, or is no approver");
    }

    /** As an event is written, inside its transaction. */
    void written(EventDraft event) {
        promise(!FORWARD.contains(event.type()) || !ledger.frozen(), "nothing moves forward during a freeze");
        if (OWN_DECISIONS.contains(event.type())) {
            promise(
                    Objects.equals(ledger.all().get(event.subject()).version - 1, chaos.seen(event.subject())),
                    "what is decided about a purge is decided about it as it was seen");
        }
        if (KEY_TURNS.contains(event.type())) {
            promise(
                    inThisHour(ledger.keysOf(event.actor().id())) <= KEYS_AN_HOUR,
                    "nobody turns more keys in an hour than the budget has");
        }
        if (event.type().equals("purge.executing")) {
            promise(
                    inThisHour(ledger.erasures()) < ERASURES_AN_HOUR,
                    "no more is erased in an hour than the budget has");
        }
        if (event.type().equals("warrant.issued")) {
            promise(!reprieved.contains(event.subject()), "no warrant is issued after a reprieve");
        }
    }

    private long inThisHour(List<Instant> moments) {
        Instant from = ledger.now().minus(Duration.ofHours(1));
        return moments.stream().filter(at -> at.isAfter(from)).count();
    }

    /** After every step. */
    void holds() {
        promise(
                ledger.frozen() || ledger.signs().isEmpty() && ledger.denied().size() < DENIALS,
                "what shows that purges go wrong stops them all");
        promise(
                ledger.all().values().stream()
                                .filter(file -> file.asked.keyTurned()
                                        && file.state.name().isLive())
                                .count()
                        <= 1,
                "one live purge an account");
        for (CaseFile file : ledger.all().values()) {
            holds(file);
        }
    }

    private void holds(CaseFile file) {
        String id = file.asked.id();
        StateName before = null;
        for (CaseFile.Entry entry : file.history) {
            promise(entry.from() == before, "history has no gap");
            promise(
                    entry.from() == null
                            || entry.from() == entry.to()
                            || entry.from().exits().contains(entry.to()),
                    "every move is legal");
            promise(ledger.outbox().containsKey(entry.eventId()), "every entry has its audit event");
            before = entry.to();
        }
        promise(before == file.state.name(), "the state is where history ends");
        List<String> told = ledger.outbox().entrySet().stream()
                .filter(event -> event.getValue().subject().equals(id))
                .map(Map.Entry::getKey)
                .filter(event -> !ledger.outbox().get(event).type().equals("access.refused"))
                .toList();
        promise(
                told.equals(file.history.stream().map(CaseFile.Entry::eventId).toList()),
                "the audit events are the history, in its order");
        boolean erased = registry.tombstones.containsKey(id);
        promise(!GONE.contains(file.state.name()) || erased, "only what was erased is called purged");
        promise(
                !erased || !file.state.name().isFinal() || GONE.contains(file.state.name()),
                "what was erased never ends as " + file.state.name());
        promise(!reprieved.contains(id) || file.state.name() == StateName.REPRIEVED, "a reprieve is final");
    }

    /** Once nothing goes wrong any more and enough time has passed. */
    void cameToAnEnd() {
        holds();
        promise(ledger.tasks().isEmpty(), "no task is left over: " + ledger.tasks());
        for (CaseFile file : ledger.all().values()) {
            StateName state = file.state.name();
            promise(!state.isLive(), "every purge comes to an end: " + file.asked.id() + " is " + state);
            promise(
                    registry.tombstones.containsKey(file.asked.id()) == GONE.contains(state),
                    "every erasure is known as one: " + state);
            promise(
                    state != StateName.PURGED || !registry.restoredAt.isAfter(registry.erasedAt(file.asked.id())),
                    "what came back is known to have come back: " + file.asked.id());
        }
        promise(registry.fence == null, "no fence outlives its purge");
    }
}
