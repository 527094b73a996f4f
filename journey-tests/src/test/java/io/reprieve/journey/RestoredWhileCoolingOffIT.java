package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localstack.Api;
import io.reprieve.localstack.Stack;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An account that somebody restores while its purge waits is not purged by it, and can be purged again, and restored again. */
class RestoredWhileCoolingOffIT {
    private final Stack stack = TheStack.running();
    private final Story story = new Story(stack);

    @Test
    void a_restore_voids_the_purge_that_waits_and_a_later_purge_begins_from_nothing() {
        JsonNode account = Accounts.take(story);
        String id = account.path("id").asText();
        WholeDatabase before = WholeDatabase.of(stack.addresses().product());
        String first = story.ask(account).path("id").asText();
        story.await(first, "AWAITING_APPROVAL");
        story.approve("approver", first).orFail("approving");
        JsonNode waiting = story.await(
                first,
                "a fence",
                purge -> story.account(id).path("status").asText().equals("PENDING_PURGE"));
        long fenced = story.account(id).path("epoch").asLong();
        String digest = waiting.path("evidence").path("digest").asText();

        // Dead meanwhile, it cannot be quicker than the restore.
        stack.kill("purge-service");
        story.restored(waiting.path("evidence").path("backupId").asText());
        JsonNode restored = story.account(id);
        stack.restart("purge-service");

        assertThat(restored.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(restored.path("epoch").asLong()).isGreaterThan(fenced);
        assertThat(restored.path("fence").isNull()).isTrue();
        story.await(first, "HELD");
        assertThat(WholeDatabase.of(stack.addresses().product()).differencesTo(before))
                .isEmpty();
        Api.Reply stale =
                story.approve("approver2", first, digest, story.purge(first).etag());
        assertThat(stale.isOk()).as("what was approved before: " + stale.raw()).isFalse();

        story.api()
                .post(
                        "support",
                        "purge-service",
                        "/purge-requests/" + first + "/reprieve",
                        Map.of("reason", "the account was restored"),
                        UUID.randomUUID().toString())
                .orFail("the reprieve");
        story.await(first, "REPRIEVED");
        assertThat(story.account(id).path("epoch").asLong())
                .as("the fence had ended already")
                .isEqualTo(restored.path("epoch").asLong());

        JsonNode second = story.purged(story.account(id));
        assertThat(second.path("evidence").path("digest").asText()).isNotEqualTo(digest);
        assertThat(second.path("evidence").path("backupId").asText())
                .isNotEqualTo(waiting.path("evidence").path("backupId").asText());
        story.restored(second.path("evidence").path("backupId").asText());

        story.await(second.path("id").asText(), "RESTORED");
        assertThat(story.purge(first).body().path("state").asText()).isEqualTo("REPRIEVED");
        assertThat(story.account(id).path("epoch").asLong())
                .isGreaterThan(restored.path("epoch").asLong());
        assertThat(WholeDatabase.of(stack.addresses().product()).differencesTo(before))
                .isEmpty();
    }
}
