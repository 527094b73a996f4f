package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localstack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A silent log stops what destroys, and nothing else; what happened meanwhile is in it afterwards. */
class AuditDownIT {
    private final Stack stack = TheStack.running();
    private final Story story = new Story(stack);

    @Test
    void without_the_log_accounts_are_read_backups_looked_into_and_purges_stopped() {
        JsonNode account = Accounts.take(story);
        String purgeId = story.ask(account).path("id").asText();
        JsonNode waiting = story.await(purgeId, "AWAITING_APPROVAL");
        String backup = waiting.path("evidence").path("backupId").asText();
        stack.kill("audit-service");
        try {
            story.approve("approver", purgeId).orFail("approving without the log");
            for (String look : List.of("/accounts/" + account.path("id").asText(), "/accounts?limit=5")) {
                story.api().get("support", "account-service", look).orFail(look);
            }
            story.api()
                    .get("restorer", "backup-service", "/backups/" + backup + "/tables/1/rows?limit=1")
                    .orFail("looking into a backup without the log");

            story.api()
                    .post(
                            "support",
                            "purge-service",
                            "/purge-requests/" + purgeId + "/reprieve",
                            Map.of("reason", "the customer called"),
                            "reprieve-" + purgeId)
                    .orFail("a reprieve without the log");
            story.await(purgeId, "REPRIEVED");
        } finally {
            stack.restart("audit-service");
        }

        JsonNode entries = Eventually.of(
                "what happened meanwhile to be in the log",
                Duration.ofMinutes(1),
                () -> story.api()
                        .get(
                                "auditor",
                                "audit-service",
                                "/events?limit=200&accountId="
                                        + account.path("id").asText())
                        .orFail("searching the log")
                        .body()
                        .path("items"),
                items -> types(items).containsAll(List.of("purge.reprieved", "backup.browsed")));
        assertThat(types(entries)).doesNotContain("warrant.issued", "purge.executing");
    }

    private static List<String> types(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("type").asText())
                .toList();
    }
}
