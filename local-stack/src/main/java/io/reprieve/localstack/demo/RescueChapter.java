package io.reprieve.localstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Steps (c) to (e): the customer calls; what happened, what is in the backup, and everything back. */
final class RescueChapter {
    private final Suite suite;
    private final Telling tell;
    private final People people;

    RescueChapter(Suite suite, Telling tell, People people) {
        this.suite = suite;
        this.tell = tell;
        this.people = people;
    }

    /** (c) One request answers what happened, who asked, who approved, when, and which backup there is. */
    String whatHappened(String account, String purge) {
        JsonNode timeline = suite.get("support", Suite.ACCOUNT, "/accounts/" + account + "/timeline");
        tell.say("GET /accounts/%s/timeline, asked by support:", account);
        String backup = "";
        boolean asked = false;
        boolean approved = false;
        boolean erased = false;
        for (JsonNode item : timeline.path("items")) {
            if (!item.path("purgeRequestId").asText().equals(purge)) {
                continue;
            }
            String who = people.name(item.path("actor").path("id").asText());
            tell.say(
                    "  %-20.19s  %-28s %-18s %s",
                    item.path("at").asText(), item.path("type").asText(), who, reason(item));
            asked |= who.startsWith("requester");
            approved |= who.startsWith("approver");
            erased |= item.path("type").asText().contains("erased");
            if (item.path("backupId").isTextual()) {
                backup = item.path("backupId").asText();
            }
        }
        Suite.require(timeline.path("status").asText().equals("PURGED"), "the timeline does not say PURGED");
        Suite.require(asked, "the timeline does not say who asked");
        Suite.require(approved, "the timeline does not say who approved");
        Suite.require(erased, "the timeline does not say when it was erased");
        Suite.require(!backup.isEmpty(), "the timeline does not name the backup");
        tell.say("The data is in %s.", backup);
        tell.figure("requests", 1);
        tell.figure("entries", timeline.path("items").size());
        tell.figure("backupId", backup);
        return backup;
    }

    private static String reason(JsonNode item) {
        JsonNode detail = item.path("detail");
        return detail.path("reason").asText(detail.path("comment").asText(""));
    }

    /** (d) Looks into the backup, without restoring anything. */
    void browse(String backup) {
        JsonNode summary = suite.get("restorer", Suite.BACKUP, "/backups/" + backup);
        JsonNode manifest = suite.get("restorer", Suite.BACKUP, "/backups/" + backup + "/manifest");
        Suite.require(manifest.path("tables").size() > 0, "the manifest names no tables");
        tell.say(
                "%s, %s, locked until %s (%s)",
                backup,
                summary.path("state").asText(),
                summary.path("lockedUntil").asText(),
                summary.path("lockEnforced").asBoolean() ? "enforced by the vault" : "lock NOT ENFORCED by this vault");
        long rows = 0;
        for (JsonNode table : summary.path("tables")) {
            tell.say(
                    "  %,9d  %s",
                    table.path("rows").asLong(), table.path("table").asText());
            rows += table.path("rows").asLong();
        }
        tell.say("  %,9d  objects", summary.path("objects").asInt());
        int documents = ordinal(summary, "documents");
        JsonNode page =
                suite.get("restorer", Suite.BACKUP, "/backups/" + backup + "/tables/" + documents + "/rows?limit=12");
        Suite.require(page.path("items").size() > 0, "no row of the documents can be read");
        tell.say("Some documents in it:");
        List<JsonNode> some = new java.util.ArrayList<>();
        page.path("items").forEach(some::add);
        some.stream()
                .skip(Math.max(0, some.size() - 4))
                .forEach(row -> tell.say(
                        "  %s  %s (%s)",
                        row.path("id").asText(),
                        row.path("title").asText(),
                        row.path("state").asText()));
        JsonNode objects = suite.get("restorer", Suite.BACKUP, "/backups/" + backup + "/objects?limit=3");
        objects.path("items")
                .forEach(object -> tell.say(
                        "  %s  %,d bytes",
                        object.path("key").asText(), object.path("size").asLong()));
        tell.figure("backupId", backup);
        tell.figure("tables", summary.path("tables").size());
        tell.figure("rows", rows);
        tell.figure("objects", summary.path("objects").asInt());
        tell.figure("lockedUntil", summary.path("lockedUntil").asText());
        tell.figure("lockEnforced", summary.path("lockEnforced").asBoolean());
    }

    private static int ordinal(JsonNode summary, String name) {
        for (JsonNode table : summary.path("tables")) {
            if (table.path("table").asText().replace("\"", "").endsWith("." + name)) {
                return table.path("ordinal").asInt();
            }
        }
        throw new StoryBroken("the backup has no table " + name);
    }

    /** (e) Plans, then runs exactly that plan. Whether all of it is back is for the demo's own witnesses to say. */
    void restore(String account, String backup) {
        JsonNode plan = suite.api()
                .post(
                        "restorer",
                        Suite.BACKUP,
                        "/restore-plans",
                        Map.of("backupId", backup, "mode", "IN_PLACE"),
                        suite.once("plan-" + backup))
                .orFail("the restore plan")
                .body();
        long insert = sum(plan, "insert");
        tell.say(
                "Plan %s: insert %,d rows; equal %d, in conflict %d, taken %d.",
                PurgeChapter.brief(plan.path("planHash").asText()),
                insert,
                sum(plan, "equal"),
                sum(plan, "conflict"),
                sum(plan, "taken"));
        JsonNode operation = suite.api()
                .post(
                        "restorer",
                        Suite.BACKUP,
                        "/restores",
                        Map.of(
                                "planId",
                                plan.path("id").asText(),
                                "planHash",
                                plan.path("planHash").asText()),
                        suite.once("restore-" + plan.path("id").asText()))
                .orFail("the restore")
                .body();
        JsonNode result = suite.operation("restorer", operation.path("id").asText());
        JsonNode active =
                suite.until("the account to be active again", () -> Optional.of(suite.account("support", account))
                        .filter(now -> now.path("status").asText().equals("ACTIVE")));
        tell.say(
                "%s done; the account is ACTIVE again, epoch %s.",
                result.path("restoreId").asText("the restore"), active.path("epoch"));
        tell.figure("restoreId", result.path("restoreId").asText());
        tell.figure("rows", insert);
    }

    private static long sum(JsonNode plan, String field) {
        long sum = 0;
        for (JsonNode table : plan.path("tables")) {
            sum += table.path(field).asLong();
        }
        return sum;
    }
}
