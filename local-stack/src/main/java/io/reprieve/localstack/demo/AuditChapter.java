package io.reprieve.localstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localstack.Api;
import io.reprieve.verifier.ProofCheck;
import io.reprieve.verifier.PublicKeys;
import io.reprieve.verifier.Verdict;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Step (f): the audit trail of all of it, and for every entry the proof that it is in the signed log. */
final class AuditChapter {
    private final Suite suite;
    private final Telling tell;
    private final People people;

    AuditChapter(Suite suite, Telling tell, People people) {
        this.suite = suite;
        this.tell = tell;
        this.people = people;
    }

    void trail(String account, String since, Path publicKey) {
        List<JsonNode> events = suite.until("the last of it to arrive in the audit log", () -> {
            List<JsonNode> found = events(account, since);
            return has(found, "account.reactivated") && has(found, "restore.completed") && has(found, "account.erased")
                    ? Optional.of(found)
                    : Optional.empty();
        });
        PublicKey key = key(publicKey);
        int proved = 0;
        String last = "";
        for (JsonNode event : events) {
            Api.Reply proof = suite.api()
                    .get("auditor", Suite.AUDIT, "/events/" + event.path("id").asText() + "/proof");
            Verdict verdict = ProofCheck.verify(proof.orFail("the proof").raw(), key);
            Suite.require(
                    verdict.ok(), "the proof of " + event.path("id").asText() + " does not hold: " + verdict.message());
            proved++;
            tell.say(
                    "  #%-5d %-20.19s  %-24s %s",
                    event.path("index").asLong(),
                    event.path("time").asText(),
                    event.path("type").asText(),
                    who(event));
            if (event.path("type").asText().equals("account.erased")) {
                last = verdict.message();
                tell.figure("erasureEventId", event.path("id").asText());
                tell.figure("index", verdict.index());
                tell.figure("treeSize", verdict.treeSize());
            }
        }
        tell.say("All %d entries are proved to be in the log that its key signed; the erasure's:", proved);
        tell.say("  %s", last);
        tell.figure("entries", events.size());
        tell.figure("proved", proved);
    }

    private String who(JsonNode event) {
        JsonNode actor = event.path("actor");
        return people.name(
                actor.isTextual()
                        ? actor.asText()
                        : actor.path("id").asText(actor.path("uid").asText()));
    }

    private List<JsonNode> events(String account, String since) {
        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = suite.get(
                    "auditor", Suite.AUDIT, "/events?limit=200&accountId=" + account + "&from=" + since + cursor);
            page.path("items").forEach(events::add);
            String next = page.path("next").isTextual() ? page.path("next").asText() : "";
            cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());
        events.sort(Comparator.comparingLong(event -> event.path("index").asLong()));
        return events;
    }

    private static boolean has(List<JsonNode> events, String type) {
        return events.stream().anyMatch(event -> event.path("type").asText().endsWith(type));
    }

    private static PublicKey key(Path file) {
        try {
            return PublicKeys.ed25519(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new StoryBroken("the log's public key cannot be read: " + e.getMessage());
        }
    }
}
