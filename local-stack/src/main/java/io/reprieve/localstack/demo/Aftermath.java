package io.reprieve.localstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an earlier telling left behind when it was cut short: the purge is reprieved, or the account restored. */
final class Aftermath {
    private static final Set<String> OVER = Set.of("DENIED", "EXPIRED", "REPRIEVED", "BLOCKED", "RESTORED", "PURGED");

    private final Suite suite;
    private final Telling tell;
    private final RescueChapter rescue;

    Aftermath(Suite suite, Telling tell, RescueChapter rescue) {
        this.suite = suite;
        this.tell = tell;
        this.rescue = rescue;
    }

    void clearUp(JsonNode account) {
        String id = PurgeChapter.id(account);
        for (JsonNode purge : suite.get("requester", Suite.PURGE, "/purge-requests?limit=200&accountId=" + id)
                .path("items")) {
            if (!OVER.contains(purge.path("state").asText())) {
                tell.say(
                        "An earlier telling was cut short in %s: reprieved.",
                        purge.path("state").asText());
                suite.api()
                        .post(
                                "requester",
                                Suite.PURGE,
                                "/purge-requests/" + purge.path("id").asText() + "/reprieve",
                                Map.of("reason", "the story is told anew"),
                                suite.once("reprieve-" + purge.path("id").asText()));
            }
        }
        JsonNode now = suite.until("the account to be at rest", () -> Optional.of(suite.account("requester", id))
                .filter(seen -> !seen.path("status").asText().equals("PENDING_PURGE")));
        if (now.path("status").asText().equals("PURGED")) {
            tell.say("An earlier telling was cut short after the purge: restored first.");
            rescue.restore(id, newestBackup(id));
        }
    }

    private String newestBackup(String account) {
        String newest = "";
        for (JsonNode backup : suite.get("restorer", Suite.BACKUP, "/backups?limit=200&accountId=" + account)
                .path("items")) {
            String id = backup.path("id").asText();
            // ids are UUIDv7: their order is that of time
            if (backup.path("state").asText().equals("VERIFIED") && id.compareTo(newest) > 0) {
                newest = id;
            }
        }
        Suite.require(!newest.isEmpty(), "there is no verified backup of " + account);
        return newest;
    }
}
