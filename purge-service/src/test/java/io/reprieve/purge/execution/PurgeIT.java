package io.reprieve.purge.execution;

import static io.reprieve.purge.town.Purges.approve;
import static io.reprieve.purge.town.Purges.approved;
import static io.reprieve.purge.town.Purges.approvedAndKept;
import static io.reprieve.purge.town.Purges.as;
import static io.reprieve.purge.town.Purges.awaitState;
import static io.reprieve.purge.town.Purges.get;
import static io.reprieve.purge.town.Purges.reprieve;
import static io.reprieve.purge.town.Purges.request;
import static io.reprieve.purge.town.Purges.requestedAndBackedUp;
import static io.reprieve.purge.town.Purges.sql;
import static io.reprieve.purge.town.Purges.state;
import static io.reprieve.purge.town.Purges.thaw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.purge.town.RealServers;
import io.reprieve.purge.town.Town;
import io.reprieve.purge.town.TownAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a purge: the way to the end, every way out of it, and the ends of a crash. */
@QuarkusTest
@WithTestResource(value = RealServers.class, scope = TestResourceScope.GLOBAL)
class PurgeIT {
    private static Town town;

    @BeforeAll
    static void open() {
        town = Town.get();
    }

    @AfterEach
    void everybodyIsUpAgain() {
        town.silent.clear();
    }

    @Test
    void a_purge_through_both_keys_ends_in_one_erasure_with_its_audit_trail() {
        TownAccount account = town.account("Acme", 120, 3);

        String id = approved(account);
        awaitState(id, "PURGED");

        assertThat(account.erasures).isEqualTo(1);
        assertThat(account.keyTurns).containsExactly("REQUEST psn_requester", "APPROVAL psn_approver");
        get(id).then()
                .body("tombstone.accountId", equalTo(account.id))
                .body("quorum.given", equalTo(1))
                .body(
                        "history.to.unique()",
                        contains("REQUESTED", "BACKING_UP", "AWAITING_APPROVAL", "COOLING_OFF", "ERASING", "PURGED"));
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(town.eventsOf(id))
                .filteredOn(type -> !type.startsWith("purge.notice"))
                .containsExactly(
                        "purge.requested",
                        "purge.backing-up",
                        "purge.backup-ready",
                        "purge.approved",
                        "purge.cooling-off",
                        "purge.executing",
                        "warrant.issued",
                        "purge.executed"));
    }

    @Test
    void the_full_cooling_off_passes_before_anything_is_erased() {
        TownAccount account = town.account("Slow", 10, 0);

        String id = approved(account);
        awaitState(id, "PURGED");

        Instant notBefore = Instant.parse(get(id).path("notBefore"));
        Instant erasedAt = Instant.parse(get(id).path("tombstone.erasedAt"));
        assertThat(erasedAt).isAfterOrEqualTo(notBefore);
        assertThat(notBefore).isAfterOrEqualTo(account.fencedSince.plusSeconds(1));
    }

    @Test
    void an_erasure_whose_answer_was_lost_is_found_by_its_tombstone_and_not_repeated() {
        TownAccount account = town.account("Lost answer", 10, 0);
        town.losesErasureAnswers.add(account.id);

        String id = approved(account);
        awaitState(id, "PURGED");

        assertThat(account.erasures).isEqualTo(1);
        assertThat(town.eventsOf(id).stream().filter("warrant.issued"::equals)).hasSize(1);
    }

    @Test
    void an_account_that_came_back_and_was_purged_once_more_before_anybody_looked_shows_as_restored() {
        TownAccount account = town.account("Back and gone", 10, 0);
        String id = approved(account);
        awaitState(id, "PURGED");

        // Restored, fenced again, erased again.
        account.epoch += 3;

        awaitState(id, "RESTORED");
        thaw();
    }

    @Test
    void a_restored_account_shows_as_restored_and_is_not_erased_again() {
        TownAccount account = town.account("Back again", 10, 0);
        String id = approved(account);
        awaitState(id, "PURGED");

        account.epoch++;
        account.status = "ACTIVE";

        awaitState(id, "RESTORED");
        assertThat(account.erasures).isEqualTo(1);
        String reason = as("approver").get("/freeze").path("reason");
        thaw();
        assertThat(reason).contains("a restore of " + account.id, id);
    }

    @Test
    void a_dead_replicas_purge_is_carried_on() {
        TownAccount account = town.account("Orphan", 10, 0);
        String id = requestedAndBackedUp(account);
        sql("UPDATE scheduled_tasks SET picked = true, picked_by = 'dead', last_heartbeat = now() - interval '1"
                + " minute', execution_time = now() - interval '1 minute', version = version + 1 WHERE"
                + " task_instance = '"
                + id
                + "'");

        approve("approver", id).then().statusCode(201);

        awaitState(id, "PURGED");
        assertThat(account.erasures).isEqualTo(1);
    }

    @Test
    void a_purge_waits_for_a_silent_audit_log_and_erases_nothing() {
        TownAccount account = town.account("No audit", 10, 0);
        String id = approvedAndKept(account);
        await().atMost(Duration.ofSeconds(10)).until(() -> get(id).path("notBefore") != null);
        town.silent.add("audit");
        town.silent.remove("backup");
        awaitState(id, "ERASING");

        await().during(Duration.ofSeconds(1))
                .until(() -> account.erasures == 0 && state(id).equals("ERASING"));

        town.silent.clear();
        awaitState(id, "PURGED");
        assertThat(account.erasures).isEqualTo(1);
    }

    @Test
    void a_failed_backup_holds_the_purge_and_a_release_starts_it_again() {
        TownAccount account = town.account("Full vault", 10, 0);
        town.failsBackups.add(account.id);
        String id = request(account);
        awaitState(id, "HELD");
        assertThat(get(id).<String>path("why")).contains("the vault is full");

        town.failsBackups.clear();
        as("requester2").post("/purge-requests/" + id + "/release").then().statusCode(202);

        awaitState(id, "AWAITING_APPROVAL");
        assertThat(account.keyTurns).containsExactly("REQUEST psn_requester", "REQUEST psn_requester2");
        approve("approver", id).then().statusCode(201);
        awaitState(id, "PURGED");
    }

    @Test
    void content_that_moved_before_the_fence_held_leads_to_a_new_backup_and_new_approvals_still_fenced() {
        TownAccount account = town.account("Busy", 10, 0);
        String id = requestedAndBackedUp(account);
        String first = get(id).path("evidence.backupId");
        String evidence = get(id).path("evidence.digest");
        account.content = "written meanwhile";

        await().atMost(Duration.ofSeconds(10)).until(() -> !evidence.equals(get(id).<String>path("evidence.digest")));
        get(id).then()
                .body("evidence.guards.find { it.name == 'content-equal' }.outcome", equalTo("WARN"))
                .body("history.reason", hasItem(containsString("guard content-equal: WARN, was PASS")));
        approve("approver", id).then().statusCode(201);

        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            assertThat(state(id)).isEqualTo("AWAITING_APPROVAL");
            assertThat(get(id).<String>path("evidence.backupId")).isNotEqualTo(first);
        });
        assertThat(account.status).isEqualTo("PENDING_PURGE");
        assertThat(get(id).<Integer>path("quorum.given")).isZero();
        approve("approver", id).then().statusCode(201);
        awaitState(id, "PURGED");
    }

    @Test
    void a_legal_hold_placed_during_the_wait_holds_the_purge() {
        TownAccount account = town.account("Held by law", 10, 0);
        String id = approvedAndKept(account);

        account.legalHold = "case 4711";

        awaitState(id, "HELD");
        assertThat(get(id).<String>path("why")).contains("case 4711");
        assertThat(account.erasures).isZero();
    }

    @Test
    void a_sign_of_life_during_the_wait_holds_the_purge() {
        TownAccount account = town.account("Alive", 10, 0);
        String id = approvedAndKept(account);
        await().atMost(Duration.ofSeconds(10)).until(() -> account.fencedSince != null);

        account.signOfLife = Instant.now().plusSeconds(1);

        awaitState(id, "HELD");
        assertThat(get(id).<String>path("why")).contains("sign of life");
    }

    @Test
    void a_refusal_by_account_service_holds_the_purge() {
        TownAccount account = town.account("Refused", 10, 0);
        town.refusesErasure.put(account.id, "lock-too-short");

        String id = approved(account);

        awaitState(id, "HELD");
        assertThat(get(id).<String>path("why")).contains("lock-too-short");
    }

    @Test
    void silence_expires_a_request() {
        String id = requestedAndBackedUp(town.account("Forgotten", 10, 0));

        sql("UPDATE purge_request SET expires_at = now() WHERE id = '" + id + "'");

        awaitState(id, "EXPIRED");
    }

    @Test
    void a_purge_that_could_not_run_inside_its_window_expires_and_gives_the_account_back() {
        TownAccount account = town.account("Too late", 10, 0);
        String id = approvedAndKept(account);
        await().atMost(Duration.ofSeconds(10)).until(() -> get(id).path("notBefore") != null);
        await().during(Duration.ofMillis(1500)).until(() -> state(id).equals("COOLING_OFF"));

        sql("UPDATE purge_request SET execute_by = now() WHERE id = '" + id + "'");

        awaitState(id, "EXPIRED");
        await().atMost(Duration.ofSeconds(5)).until(() -> account.status.equals("ACTIVE"));
    }

    @Test
    void anybody_who_sees_it_reprieves_it_while_all_others_are_down_and_the_fence_falls_when_they_are_back() {
        TownAccount account = town.account("Saved", 10, 0);
        String id = approvedAndKept(account);
        await().atMost(Duration.ofSeconds(10)).until(() -> "PENDING_PURGE".equals(account.status));
        town.silent.addAll(List.of("account", "backup", "audit"));

        reprieve("support", id).then().statusCode(200).body("state", equalTo("REPRIEVED"));

        assertThat(account.status).isEqualTo("PENDING_PURGE");
        town.silent.clear();
        await().atMost(Duration.ofSeconds(10)).until(() -> account.status.equals("ACTIVE"));
        assertThat(account.erasures).isZero();
    }

    @Test
    void a_reprieve_of_what_is_purged_comes_too_late() {
        String id = approved(town.account("Gone", 10, 0));
        awaitState(id, "PURGED");

        reprieve("support", id)
                .then()
                .statusCode(409)
                .body("code", equalTo("illegal-transition"))
                .body("allowedActions.size()", equalTo(0));
    }

    @Test
    void a_reprieve_while_a_warrant_is_out_waits_for_the_word_of_account_service() {
        TownAccount account = town.account("Crossed", 10, 0);
        town.refusesErasure.put(account.id, "account-busy");
        String id = approved(account);
        await().atMost(Duration.ofSeconds(10)).until(() -> get(id).path("warrantId") != null);
        town.silent.add("account");

        reprieve("restorer", id).then().statusCode(202).body("reprievePending", equalTo(true));

        town.silent.clear();
        awaitState(id, "REPRIEVED");
        assertThat(account.status).isEqualTo("ACTIVE");
        assertThat(account.erasures).isZero();
    }

    @Test
    void the_inventory_says_which_purges_took_place() {
        TownAccount account = town.account("Listed", 10, 0);
        String id = approved(account);
        awaitState(id, "PURGED");

        as("auditor")
                .get("/purge-inventory")
                .then()
                .statusCode(200)
                .body("items.find { it.id == '" + id + "' }.approvers", contains("psn_approver"))
                .body("items.find { it.id == '" + id + "' }.tombstoneId", containsString("tmb_"));
    }
}
