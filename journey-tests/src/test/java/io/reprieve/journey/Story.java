package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localstack.Api;
import io.reprieve.localstack.Stack;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** One account's way through the suite, as people drive it: asked for, approved, purged, restored. */
final class Story {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Api api;
    private final String tag = UUID.randomUUID().toString();

    Story(Stack stack) {
        this.api = new Api(stack.addresses(), PATIENCE, message -> {});
    }

    Api api() {
        return api;
    }

    /** The registry's account of the product's account key. */
    JsonNode accountOf(String accountKey) {
        String next = "";
        while (next != null) {
            JsonNode page = api.get("support", "account-service", "/accounts?limit=200" + next)
                    .orFail("listing accounts")
                    .body();
            for (JsonNode account : page.path("items")) {
                if (account.path("accountKey").asText().equals(accountKey)) {
                    return account;
                }
            }
            String cursor = page.path("next").asText("");
            next = cursor.isEmpty() ? null : "&cursor=" + cursor;
        }
        throw new AssertionError("no account with key " + accountKey);
    }

    JsonNode account(String accountId) {
        return api.get("support", "account-service", "/accounts/" + accountId)
                .orFail("reading an account")
                .body();
    }

    JsonNode register(String name, String accountKey) {
        return api.post(
                        "provisioner",
                        "account-service",
                        "/accounts",
                        Map.of("name", name, "accountKey", accountKey, "source", "IMPORT"),
                        tag + accountKey)
                .orFail("registering " + name)
                .body();
    }

    Api.Reply ask(String user, JsonNode account, String typedName) {
        return api.post(
                user,
                "purge-service",
                "/purge-requests",
                Map.of(
                        "accountId", account.path("id").asText(),
                        "kind", "CONTRACT_END",
                        "reason", "contract ended, written notice received",
                        "ticket", "OPS-1042",
                        "confirmName", typedName),
                tag + user + account.path("id").asText() + account.path("epoch").asText());
    }

    JsonNode ask(JsonNode account) {
        return ask("requester", account, account.path("name").asText())
                .orFail("asking for a purge")
                .body();
    }

    Api.Reply purge(String purgeId) {
        return api.get("auditor", "purge-service", "/purge-requests/" + purgeId);
    }

    JsonNode await(String purgeId, String state) {
        return await(
                purgeId, "state " + state, purge -> purge.path("state").asText().equals(state));
    }

    JsonNode await(String purgeId, String what, Predicate<JsonNode> reached) {
        return Eventually.of(
                "purge " + purgeId + " to reach " + what,
                PATIENCE,
                () -> purge(purgeId).orFail("reading a purge").body(),
                reached);
    }

    Api.Reply approve(String user, String purgeId) {
        Api.Reply seen = purge(purgeId);
        return approve(
                user, purgeId, seen.body().path("evidence").path("digest").asText(), seen.etag());
    }

    Api.Reply approve(String user, String purgeId, String evidenceDigest, Optional<String> ifMatch) {
        return api.post(
                user,
                "purge-service",
                "/purge-requests/" + purgeId + "/approvals",
                Map.of("evidenceDigest", evidenceDigest, "comment", "seen and agreed"),
                UUID.randomUUID().toString(),
                ifMatch);
    }

    /** Through both keys to the tombstone; the purge as it then stands. */
    JsonNode purged(JsonNode account) {
        String purgeId = ask(account).path("id").asText();
        await(purgeId, "AWAITING_APPROVAL");
        approve("approver", purgeId).orFail("approving");
        return await(purgeId, "PURGED");
    }

    /** From this backup to verified live again; the restore as it then stands. */
    JsonNode restored(String backupId) {
        JsonNode plan = api.post(
                        "restorer",
                        "backup-service",
                        "/restore-plans",
                        Map.of("backupId", backupId, "mode", "IN_PLACE"),
                        tag + "plan" + backupId)
                .orFail("planning a restore")
                .body();
        JsonNode started = api.post(
                        "restorer",
                        "backup-service",
                        "/restores",
                        Map.of(
                                "planId", plan.path("id").asText(),
                                "planHash", plan.path("planHash").asText()),
                        tag + "restore" + backupId)
                .orFail("restoring")
                .body();
        JsonNode ended = Eventually.of(
                "operation " + started.path("id").asText() + " to end",
                PATIENCE,
                () -> api.get(
                                "restorer",
                                "backup-service",
                                "/operations/" + started.path("id").asText())
                        .orFail("reading an operation")
                        .body(),
                operation -> !operation.path("state").asText().equals("RUNNING"));
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
        return ended;
    }
}
