package io.reprieve.purge.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.neighbour.Neighbour;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** account-service as a purge sees it. Every call may throw {@link Neighbour.Refused} or {@link Neighbour.Silent}. */
@ApplicationScoped
public class AccountClient {
    private final Neighbour neighbour = new Neighbour("account-service");
    private final AccountApi api;
    private final SlowAccountApi slow;
    private final KeyTurnsApi keyTurns;

    AccountClient(@RestClient AccountApi api, @RestClient SlowAccountApi slow, @RestClient KeyTurnsApi keyTurns) {
        this.api = api;
        this.slow = slow;
        this.keyTurns = keyTurns;
    }

    public Optional<AccountView> find(String accountId) {
        return neighbour.find(() -> api.account(accountId));
    }

    public Holdings holdings(String accountId) {
        return holdings(neighbour.ask(() -> api.footprint(accountId)));
    }

    /** How many accounts are not purged. */
    public long howMany() {
        return Objects.requireNonNull(neighbour.ask(api::summary).live(), "accounts in all");
    }

    /** Reported deletions by number, each with its account; the newest of them. */
    public Map<Long, String> unsanctionedDeletions() {
        return neighbour.ask(api::unsanctionedDeletions).items().stream()
                .collect(Collectors.toMap(AccountApi.Deletion::number, AccountApi.Deletion::accountId));
    }

    public AccountFacts facts(String accountId) {
        return neighbour.ask(() -> api.facts(accountId));
    }

    /** Suspected twins with what they hold; a purged one holds nothing any more. */
    public List<PurgeFacts.Twin> twins(String accountId) {
        return neighbour.ask(() -> api.duplicates(accountId)).items().stream()
                .map(d -> new PurgeFacts.Twin(d.accountId(), d.name(), d.status(), holdings(d)))
                .toList();
    }

    private Holdings holdings(AccountApi.Duplicate duplicate) {
        if ("PURGED".equals(duplicate.status())) {
            return Holdings.NONE;
        }
        return duplicate.footprint() == null ? holdings(duplicate.accountId()) : holdings(duplicate.footprint());
    }

    public PurgeFacts.DataMap dataMap() {
        AccountApi.DataMapCheck check = neighbour.ask(api::checkDataMap);
        List<String> errors = check.findings() == null
                ? List.of()
                : check.findings().stream()
                        .filter(f -> "ERROR".equals(f.severity()))
                        .map(f -> f.rule() + " " + f.subject() + ": " + f.message())
                        .toList();
        boolean fenceDeclared = check.fenceDeclared() == null || check.fenceDeclared();
        return new PurgeFacts.DataMap(check.passes(), check.dataMapDigest(), fenceDeclared, errors);
    }

    public LiveDigests content(String accountId) {
        return neighbour.ask(() -> api.content(accountId));
    }

    /** Fences the account for this purge if it is still at this epoch; again is the same as once. */
    public AccountView.FenceView fence(String accountId, String purgeRequestId, long expectedEpoch) {
        return neighbour.ask(() -> api.fence(accountId, new AccountApi.FenceOrder(purgeRequestId, expectedEpoch)));
    }

    /** Lifts this purge's fence; after it no warrant of this purge can be carried out. Again is the same as once. */
    public void liftFence(String accountId, String purgeRequestId, String reason) {
        neighbour.ask(() -> {
            api.liftFence(accountId, purgeRequestId, reason);
            return accountId;
        });
    }

    /** Turns the request key with the requester's own token. */
    public KeyTurn turnRequest(
            String token, String accountId, String purgeId, String digest, String kind, String reason, long epoch) {
        return neighbour.ask(() -> keyTurns.turn(
                accountId,
                "Bearer " + token,
                new KeyTurnsApi.Turn(purgeId, "REQUEST", digest, kind, reason, epoch, null)));
    }

    /** Turns the approval key with the approver's own token. */
    public KeyTurn turnApproval(String token, String accountId, String purgeId, String digest, String evidence) {
        return neighbour.ask(() -> keyTurns.turn(
                accountId,
                "Bearer " + token,
                new KeyTurnsApi.Turn(purgeId, "APPROVAL", digest, null, null, null, evidence)));
    }

    /** The proof that this purge was carried out, if it was. */
    public Optional<JsonNode> tombstone(String purgeRequestId) {
        return neighbour.ask(() -> api.tombstones(purgeRequestId)).items().stream()
                .filter(t -> purgeRequestId.equals(t.path("purgeRequestId").asText()))
                .findFirst();
    }

    /** The act itself. Silence here says nothing: ask for the {@link #tombstone}. */
    public JsonNode erase(String accountId, String warrant, String receipt, JsonNode objects) {
        return neighbour.ask(() -> slow.erase(accountId, new SlowAccountApi.ErasureOrder(warrant, receipt, objects)));
    }

    private static Holdings holdings(AccountApi.FootprintView view) {
        boolean whole = Stream.of(view.rows(), view.bytes(), view.objects(), view.objectBytes(), view.people())
                .allMatch(Objects::nonNull);
        if (!whole) {
            throw new IllegalStateException("account-service tells only a part of the footprint");
        }
        return new Holdings(
                view.rows(), view.bytes(), view.objects(), view.objectBytes(), view.people(), view.lastActivityAt());
    }
}
