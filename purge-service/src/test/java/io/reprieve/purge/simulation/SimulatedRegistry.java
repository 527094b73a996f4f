package io.reprieve.purge.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.edge.Json;
import io.reprieve.purge.account.AccountFacts;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.account.LiveDigests;
import io.reprieve.purge.account.SimulatedAccounts;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.neighbour.Answers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * account-service, credulous on purpose: it keeps fence, epoch, tombstone and who stopped what, but trusts purge-service's
 * word for keys, wait and log, so that the simulation shows what purge-service keeps by itself.
 */
final class SimulatedRegistry implements SimulatedAccounts.Registry {
    static final String ACCOUNT = "acc_1";
    static final String NAME = "Acme";
    static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    /** @param person as the token said */
    record Turned(String id, String purgeId, String turn, String person, String digest, Instant at) {}

    record Fence(String purgeId, long before, long after, Instant since) {}

    private final Chaos chaos;
    private Oracle oracle;
    final List<Turned> turns = new ArrayList<>();
    final Set<String> stopped = new HashSet<>();
    final Map<String, ObjectNode> tombstones = new HashMap<>();
    /** Of deletions without a warrant, of other accounts. */
    final Map<Long, String> reports = new HashMap<>();

    Fence fence;
    long epoch = 1;
    long content = 1;
    String status = "ACTIVE";
    String legalHold;
    Instant signOfLife;
    Survivor survivor = Survivor.FULLER;
    /** Since when the other twin may not be the one that stays; null while it may. */
    Instant survivorUnfitSince;
    /** When the account was brought back last, from wherever it was. */
    Instant restoredAt = Instant.EPOCH;

    SimulatedRegistry(Chaos chaos) {
        this.chaos = chaos;
    }

    void watchedBy(Oracle watcher) {
        this.oracle = watcher;
    }

    String contentDigest() {
        return "content " + content;
    }

    @Override
    public Optional<AccountView> account(String id) {
        return chaos.call(
                "account",
                () -> id.equals(Survivor.ID)
                        ? twin(survivor)
                        : Optional.of(new AccountView(
                                ACCOUNT,
                                NAME,
                                "key",
                                status,
                                epoch,
                                legalHold == null ? null : new AccountView.LegalHold(legalHold, "psn_law", null),
                                fence == null ? null : view(),
                                signOfLife,
                                List.of(new AccountView.Contact("Anna", "anna@acme.example")),
                                LONG_AGO)));
    }

    static Optional<AccountView> twin(Survivor standing) {
        return standing.status()
                .map(status ->
                        new AccountView(Survivor.ID, NAME, "twin", status, 1, null, null, null, List.of(), LONG_AGO));
    }

    /** Something happens to the other twin. */
    void becomes(Survivor next) {
        survivor = next;
        if (next.mayStay()) {
            survivorUnfitSince = null;
        } else if (survivorUnfitSince == null) {
            survivorUnfitSince = chaos.truth();
        }
        chaos.tell("the twin is " + next);
    }

    /** The account is brought back, out of a fence or from the dead. */
    void restored() {
        fence = null;
        status = "ACTIVE";
        epoch++;
        restoredAt = chaos.truth();
        chaos.tell("the account is restored");
    }

    /** By whoever saw it; the purge's tombstone is there. */
    Instant erasedAt(String purgeId) {
        return Instant.parse(tombstones.get(purgeId).path("erasedAt").textValue());
    }

    @Override
    public List<PurgeFacts.Twin> twins() {
        return chaos.call("account", () -> survivor.status().isPresent() ? List.of(survivor.asTwin()) : List.of());
    }

    private AccountView.FenceView view() {
        return new AccountView.FenceView(
                fence.purgeId(),
                fence.before(),
                fence.after(),
                fence.since(),
                new AccountView.Probe("HELD", "refused"));
    }

    @Override
    public Map<Long, String> reports() {
        return chaos.call("account", () -> new HashMap<>(reports));
    }

    @Override
    public Holdings holdings(String accountId) {
        return chaos.call(
                "account",
                () -> accountId.equals(Survivor.ID)
                        ? survivor.holdings()
                        : new Holdings(10, 1000, 2, 2000, 1, LONG_AGO));
    }

    @Override
    public AccountFacts facts() {
        return chaos.call("account", () -> new AccountFacts(List.of(), new PurgeFacts.Billing(0L, 0L), List.of()));
    }

    @Override
    public LiveDigests content() {
        return chaos.call("account", () -> new LiveDigests(contentDigest(), "objects", epoch));
    }

    @Override
    public AccountView.FenceView fence(String purgeId, long expected) {
        return chaos.order("account", () -> {
            if (stopped.contains(purgeId) || tombstones.containsKey(purgeId)) {
                throw refused(409, "purge-stopped");
            }
            if (fence == null || !fence.purgeId().equals(purgeId)) {
                if (!Set.of("ACTIVE", "SUSPENDED").contains(status)) {
                    throw refused(409, "already-fenced");
                }
                if (epoch != expected) {
                    throw refused(412, "epoch-moved");
                }
                if (legalHold != null) {
                    throw refused(409, "legal-hold");
                }
                fence = new Fence(purgeId, epoch, ++epoch, chaos.truth());
                status = "PENDING_PURGE";
            }
            return view();
        });
    }

    @Override
    public void lift(String purgeId) {
        chaos.order("account", () -> {
            if (tombstones.containsKey(purgeId)) {
                throw refused(409, "account-purged");
            }
            stopped.add(purgeId);
            if (fence != null && fence.purgeId().equals(purgeId)) {
                fence = null;
                epoch++;
                status = "ACTIVE";
            }
            return purgeId;
        });
    }

    @Override
    public String turn(String token, String purgeId, String turn, String digest, Long at) {
        return chaos.order("account", () -> {
            if (stopped.contains(purgeId)) {
                throw refused(409, "purge-stopped");
            }
            Optional<Turned> same = turns.stream()
                    .filter(t -> t.purgeId().equals(purgeId)
                            && t.turn().equals(turn)
                            && t.person().equals(token)
                            && t.digest().equals(digest))
                    .findFirst();
            if (same.isPresent()) {
                return same.get().id();
            }
            if (status.equals("PURGED")) {
                throw refused(409, "account-purged");
            }
            if (at != null && at != epoch) {
                throw refused(412, "epoch-moved");
            }
            Turned turned = new Turned("ktn_" + turns.size(), purgeId, turn, token, digest, chaos.truth());
            turns.add(turned);
            return turned.id();
        });
    }

    @Override
    public Optional<JsonNode> tombstone(String purgeId) {
        return chaos.call("account", () -> Optional.ofNullable(tombstones.get(purgeId)));
    }

    @Override
    public JsonNode erase(String warrant) {
        JsonNode claims = Json.parse(warrant);
        return chaos.order("account", () -> eraseNow(claims));
    }

    private JsonNode eraseNow(JsonNode warrant) {
        String purgeId = warrant.path("purgeRequestId").asText();
        if (chaos.truth().getEpochSecond() >= warrant.path("exp").asLong()) {
            throw refused(403, "token-expired");
        }
        if (tombstones.containsKey(purgeId)) {
            throw refused(409, "warrant-spent");
        }
        if (stopped.contains(purgeId)) {
            throw refused(409, "purge-stopped");
        }
        if (epoch != warrant.path("epoch").asLong()) {
            throw refused(412, "epoch-moved");
        }
        if (fence == null || !fence.purgeId().equals(purgeId)) {
            throw refused(409, "not-fenced");
        }
        if (legalHold != null) {
            throw refused(409, "legal-hold");
        }
        if (!contentDigest().equals(warrant.path("contentDigest").asText())) {
            throw refused(412, "content-moved");
        }
        if (chaos.oneIn(20)) {
            throw refused(409, "account-busy");
        }
        oracle.erasing(warrant, fence);
        ObjectNode tombstone = JsonNodeFactory.instance
                .objectNode()
                .put("id", "tmb_" + (tombstones.size() + 1))
                .put("accountId", ACCOUNT)
                .put("purgeRequestId", purgeId)
                .put("epoch", epoch)
                .put("erasedAt", chaos.truth().toString());
        tombstones.put(purgeId, tombstone);
        status = "PURGED";
        epoch++;
        fence = null;
        chaos.tell("ERASED under " + purgeId);
        return tombstone;
    }

    private static RuntimeException refused(int status, String code) {
        return Answers.refused("account-service", status, code);
    }
}
