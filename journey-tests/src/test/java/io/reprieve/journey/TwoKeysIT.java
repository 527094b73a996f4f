package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localstack.Api;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What one person can and cannot do alone, over real HTTP with real tokens. */
class TwoKeysIT {
    private final Story story = new Story(TheStack.running());

    @Test
    void nobody_turns_both_keys_and_a_reprieve_needs_no_second_person() {
        JsonNode account = Accounts.take(story);

        assertThat(story.ask("approver", account, account.path("name").asText()).status())
                .as("an approver does not request")
                .isEqualTo(403);
        assertThat(story.ask("both", account, account.path("name").asText()).status())
                .as("who holds both roles does not request")
                .isEqualTo(403);
        Api.Reply misspelt =
                story.ask("requester", account, account.path("name").asText() + "x");
        assertThat(misspelt.status()).isEqualTo(422);
        assertThat(requestsOf(account)).as("nothing was stored").isZero();

        JsonNode purge = story.ask("requester2", account, account.path("name").asText())
                .orFail("asking")
                .body();
        String id = purge.path("id").asText();
        JsonNode seen = story.await(id, "AWAITING_APPROVAL");
        String digest = seen.path("evidence").path("digest").asText();
        Optional<String> etag = story.purge(id).etag();

        assertThat(story.approve("requester", id, digest, etag).status())
                .as("a requester does not approve")
                .isEqualTo(403);
        assertThat(story.approve("requester2", id, digest, etag).status())
                .as("least of all their own request")
                .isEqualTo(403);
        assertThat(story.approve("both", id, digest, etag).status())
                .as("who holds both roles does not approve")
                .isEqualTo(403);
        assertThat(story.approve("approver", id, digest, Optional.empty()).status())
                .as("no If-Match")
                .isEqualTo(428);
        assertThat(story.approve("approver", id, digest, Optional.of("\"elsewhere\""))
                        .status())
                .as("stale If-Match")
                .isEqualTo(412);
        assertThat(story.approve("approver", id, "0".repeat(64), etag).status())
                .as("another digest than the one shown")
                .isEqualTo(412);

        story.approve("approver", id, digest, etag).orFail("approving");
        Api.Reply again = story.approve("approver", id, digest, etag);
        assertThat(again.status()).as("a replayed approval: " + again.raw()).isEqualTo(403);
        assertThat(again.code()).isEqualTo("same-person");

        Api.Reply stopped = story.api()
                .post(
                        "support",
                        "purge-service",
                        "/purge-requests/" + id + "/reprieve",
                        Map.of("reason", "the customer is still with us"),
                        UUID.randomUUID().toString());
        assertThat(stopped.isOk()).as(stopped.raw()).isTrue();
        story.await(id, "REPRIEVED");
        JsonNode after = Eventually.of(
                "the fence to be lifted",
                Duration.ofSeconds(30),
                () -> story.account(account.path("id").asText()),
                found -> found.path("status").asText().equals("ACTIVE"));
        assertThat(after.path("epoch").asLong())
                .isGreaterThanOrEqualTo(account.path("epoch").asLong());
    }

    @Test
    void a_registered_account_cannot_be_deleted_but_only_asked_to_be_purged() throws Exception {
        JsonNode account = Accounts.take(story);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(TheStack.running().url("account-service") + "/api/v1/accounts/"
                                                + account.path("id").asText()))
                                .header(
                                        "Authorization",
                                        "Bearer " + TheStack.running().token("provisioner"))
                                .DELETE()
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).contains("purge-requests");
    }

    private int requestsOf(JsonNode account) {
        return story.api()
                .get(
                        "auditor",
                        "purge-service",
                        "/purge-requests?accountId=" + account.path("id").asText())
                .orFail("listing")
                .body()
                .path("items")
                .size();
    }
}
