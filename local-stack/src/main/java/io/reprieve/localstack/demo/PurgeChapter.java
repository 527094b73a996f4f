package io.reprieve.localstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localstack.Api;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Steps (a) and (b): the clean-up as the suite lets it happen. */
final class PurgeChapter {
    private static final List<String> APPROVERS = List.of("approver", "approver2", "approver3");

    private final Suite suite;
    private final Telling tell;

    PurgeChapter(Suite suite, Telling tell) {
        this.suite = suite;
        this.tell = tell;
    }

    /** (a) The twin that holds the data is asked for as the duplicate: blocked, and untouched. */
    void wrongTwin(String keyWithData, String keyOfEmptyTwin) {
        JsonNode full = suite.accountByKey("requester", keyWithData);
        JsonNode empty = suite.accountByKey("requester", keyOfEmptyTwin);
        tell.say("%s is there twice: %s and %s.", full.path("name").asText(), id(full), id(empty));
        tell.say("requester asks to purge the first as a duplicate of the second.");
        Map<String, Object> wish =
                wish(full, "DUPLICATE_CLEANUP", "Created twice by the CPQ fault; removing the duplicate", "CPQ-2206");
        wish.put("survivorAccountId", id(empty));
        String purge = requested(wish, "wrong-twin");
        JsonNode answer = suite.purgeIn(Set.of("BLOCKED", "AWAITING_APPROVAL"), "requester", purge, state -> {})
                .body();
        Suite.require(
                answer.path("state").asText().equals("BLOCKED"),
                "the purge of the twin with the data was not blocked: it is " + answer.path("state"));
        JsonNode guard = guard(answer, "wrong-twin");
        String numbers = guard.path("detail").asText();
        Suite.require(
                guard.path("outcome").asText().equals("BLOCK") && numbers.contains("holds the data"),
                "the purge was blocked, but not for its data: "
                        + answer.path("evidence").path("guards"));
        tell.say("BLOCKED by guard wrong-twin:");
        tell.say("  %s", numbers);
        tell.figure("guard", "wrong-twin");
        tell.figure("detail", numbers);
        JsonNode after = suite.account("requester", id(full));
        Suite.require(
                after.path("status").asText().equals("ACTIVE")
                        && after.path("epoch").equals(full.path("epoch")),
                "the blocked purge left a trace on the account: " + after);
        tell.figure("purgeRequestId", purge);
        tell.figure("state", "BLOCKED");
    }

    private static JsonNode guard(JsonNode purge, String name) {
        for (JsonNode guard : purge.path("evidence").path("guards")) {
            if (guard.path("name").asText().equals(name)) {
                return guard;
            }
        }
        throw new StoryBroken("no guard " + name + " judged: " + purge);
    }

    /** (b) Requested for an account whose twin nobody knows: nothing there to block. */
    String requestBlindSpot(JsonNode account) {
        tell.say(
                "%s (%s) has an empty twin too, but under another name, domain and CRM number.",
                account.path("name").asText(), id(account));
        tell.say("requester: \"contract moved to the new account, this one is a leftover\".");
        String purge = requested(
                wish(account, "CONTRACT_END", "Contract moved to the new account; this one is a leftover", "CPQ-2207"),
                "blind-spot");
        JsonNode answer = ready(purge).body();
        JsonNode evidence = answer.path("evidence");
        JsonNode footprint = evidence.path("footprint");
        tell.say("%s: %s rows, %s objects.", purge, footprint.path("rows"), footprint.path("objects"));
        tell.say(
                "%s was restored into the scratch database, compared, and locked in the vault.",
                evidence.path("backupId").asText());
        for (JsonNode guard : evidence.path("guards")) {
            tell.say(
                    "  %-5s %-20s %s",
                    guard.path("outcome").asText(),
                    guard.path("name").asText(),
                    guard.path("detail").asText());
        }
        tell.figure("purgeRequestId", purge);
        tell.figure("backupId", evidence.path("backupId").asText());
        tell.figure("rows", footprint.path("rows").asLong());
        tell.figure("objects", footprint.path("objects").asLong());
        tell.figure("evidenceDigest", evidence.path("digest").asText());
        return purge;
    }

    /** The requester cannot turn the second key; other people can, and do. */
    void approve(String purge) {
        Api.Reply seen = ready(purge);
        Api.Reply own = turn("requester", purge, seen, "by the requester");
        Suite.require(own.status() == 403, "the requester's own approval was answered with " + own.inWords());
        tell.say("requester tries to approve their own request: refused (%s).", own.inWords());
        for (String approver : APPROVERS) {
            if (!awaitsApproval(purge)) {
                break;
            }
            approveAs(approver, purge);
        }
        Suite.require(!awaitsApproval(purge), "three approvers were not enough for " + purge);
        tell.figure(
                "approvals",
                suite.purge("support", purge).body().path("approvals").size());
    }

    private void approveAs(String approver, String purge) {
        Api.Reply seen = ready(purge);
        Api.Reply reply = turn(approver, purge, seen, "by " + approver);
        // a service that was killed in between may have turned the key before it could say so
        Suite.require(
                reply.isOk() || isOver(purge, seen), approver + "'s approval was answered with " + reply.inWords());
        tell.say("%s sees evidence %s and approves.", approver, brief(digest(seen)));
    }

    private boolean isOver(String purge, Api.Reply seen) {
        JsonNode now = suite.purge("support", purge).body();
        return now.path("approvals").size() > seen.body().path("approvals").size()
                || !now.path("state").asText().equals("AWAITING_APPROVAL");
    }

    /** Fenced and whole, one click from reprieve; then, when nobody stops it, purged. */
    void coolOffAndExecute(String purge, Runnable whileFenced) {
        Set<String> ends = new HashSet<>(Set.of("PURGED", "HELD", "AWAITING_APPROVAL", "BLOCKED", "EXPIRED"));
        Set<String> told = new HashSet<>();
        for (int round = 0; round < 4; round++) {
            if (told.add("COOLING_OFF")) {
                fenced(purge, whileFenced);
            }
            Api.Reply now = suite.purgeIn(ends, "support", purge, state -> {
                if (told.add(state)) {
                    tell.say("%s", words(state));
                }
            });
            switch (now.body().path("state").asText()) {
                case "PURGED" -> {
                    return;
                }
                case "AWAITING_APPROVAL" -> approve(purge);
                case "HELD" -> release(purge, now.body());
                default ->
                    throw new StoryBroken("the purge ended as " + now.body().path("state") + ": "
                            + now.body().path("history"));
            }
        }
        throw new StoryBroken("the purge was held again and again: "
                + suite.purge("support", purge).body().path("history"));
    }

    /** Looks at the account once its cooling-off has begun to count, unless that was over before anybody could look. */
    private void fenced(String purge, Runnable whileFenced) {
        JsonNode cooling = suite.until("the cooling-off to begin", () -> Optional.of(
                        suite.purge("support", purge).body())
                .filter(now -> !now.path("state").asText().equals("COOLING_OFF")
                        || now.path("notBefore").isTextual()));
        if (cooling.path("state").asText().equals("COOLING_OFF")) {
            tell.say(
                    "COOLING_OFF: fenced but untouched; until %s anybody who may see it may stop it.",
                    cooling.path("notBefore").asText());
            tell.figure("notBefore", cooling.path("notBefore").asText());
            whileFenced.run();
        }
    }

    private void release(String purge, JsonNode held) {
        tell.say("held: %s", held.path("history").path(held.path("history").size() - 1));
        suite.api()
                .post(
                        "requester",
                        Suite.PURGE,
                        "/purge-requests/" + purge + "/release",
                        Map.of("reason", "looked into it: go on"),
                        suite.once("release-" + held.path("history").size()))
                .orFail("releasing the held purge");
        tell.say("released by requester: a new backup and new keys.");
        approve(purge);
    }

    private Api.Reply ready(String purge) {
        Api.Reply reply = suite.purgeIn(
                Set.of("AWAITING_APPROVAL", "BLOCKED", "HELD", "EXPIRED"), "approver", purge, state -> {});
        Suite.require(
                reply.body().path("state").asText().equals("AWAITING_APPROVAL"),
                "the purge cannot be approved, it is " + reply.body().path("state") + ": "
                        + reply.body().path("history"));
        return reply;
    }

    private boolean awaitsApproval(String purge) {
        return suite.purge("support", purge).body().path("state").asText().equals("AWAITING_APPROVAL");
    }

    private Api.Reply turn(String user, String purge, Api.Reply seen, String once) {
        return suite.api()
                .post(
                        user,
                        Suite.PURGE,
                        "/purge-requests/" + purge + "/approvals",
                        Map.of("evidenceDigest", digest(seen), "comment", "looked at it, seems right"),
                        suite.once("approval " + brief(digest(seen)) + " " + once)
                                .replace(' ', '-'),
                        seen.etag());
    }

    private String requested(Map<String, Object> wish, String once) {
        return suite.api()
                .post("requester", Suite.PURGE, "/purge-requests", wish, suite.once(once))
                .orFail("the purge request")
                .body()
                .path("id")
                .asText();
    }

    private static Map<String, Object> wish(JsonNode account, String kind, String reason, String ticket) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("accountId", id(account));
        wish.put("kind", kind);
        wish.put("reason", reason);
        wish.put("ticket", ticket);
        wish.put("confirmName", account.path("name").asText());
        return wish;
    }

    private static String words(String state) {
        return switch (state) {
            case "ERASING" -> "ERASING: locks raised, audit entry proved, warrant issued";
            case "PURGED" -> "PURGED: the very rows that were backed up are gone, in one commit";
            default -> state;
        };
    }

    private static String digest(Api.Reply purge) {
        return purge.body().path("evidence").path("digest").asText();
    }

    static String brief(String digest) {
        return digest.length() > 12 ? digest.substring(0, 12) : digest;
    }

    static String id(JsonNode account) {
        return account.path("id").asText();
    }
}
