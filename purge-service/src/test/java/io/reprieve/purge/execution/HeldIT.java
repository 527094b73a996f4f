package io.reprieve.purge.execution;

import static io.reprieve.purge.town.Purges.approved;
import static io.reprieve.purge.town.Purges.approvedAndKept;
import static io.reprieve.purge.town.Purges.as;
import static io.reprieve.purge.town.Purges.awaitState;
import static io.reprieve.purge.town.Purges.get;
import static io.reprieve.purge.town.Purges.reprieve;
import static io.reprieve.purge.town.Purges.request;
import static io.reprieve.purge.town.Purges.sql;
import static io.reprieve.purge.town.Purges.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.purge.town.RealServers;
import io.reprieve.purge.town.Town;
import io.reprieve.purge.town.TownAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds, what ends them, and clocks that cannot be trusted. */
@QuarkusTest
@WithTestResource(value = RealServers.class, scope = TestResourceScope.GLOBAL)
class HeldIT {
    private static final int UNDER_A_WARRANT = 4;
    private static final Map<TownAccount, String> PREPARED = new LinkedHashMap<>();
    private static final List<TownAccount> UNUSED = new ArrayList<>();
    private static Town town;

    @BeforeAll
    static void open() {
        town = Town.get();
    }

    @AfterEach
    void everythingIsWellAgain() {
        town.silent.clear();
        town.logIsBehind = Duration.ZERO;
    }

    @Test
    void a_tombstone_that_turns_up_after_the_purge_was_held_makes_it_purged() {
        TownAccount account = heldUnderAWarrant();
        String id = PREPARED.get(account);

        account.erase(id, "of the receipt");

        awaitState(id, "PURGED");
        get(id).then().body("tombstone.purgeRequestId", equalTo(id));
        assertThat(account.erasures).isEqualTo(1);
    }

    @Test
    void a_held_purge_whose_warrant_may_still_be_at_work_expires_by_account_services_word_alone() {
        TownAccount account = heldUnderAWarrant();
        String id = PREPARED.get(account);
        town.silent.add("account");
        sql("UPDATE purge_request SET expires_at = now() WHERE id = '" + id + "'");

        await().during(Duration.ofMillis(1500)).until(() -> state(id).equals("HELD"));
        town.silent.clear();

        awaitState(id, "EXPIRED");
        assertThat(account.status).isEqualTo("ACTIVE");
    }

    @Test
    void a_reprieve_of_a_held_purge_that_was_carried_out_after_all_comes_too_late_and_says_so() {
        TownAccount account = heldUnderAWarrant();
        String id = PREPARED.get(account);
        town.silent.add("account");
        reprieve("support", id)
                .then()
                .statusCode(202)
                .header("Location", endsWith("/api/v1/purge-requests/" + id))
                .body("reprievePending", equalTo(true));
        account.erase(id, "of the receipt");

        town.silent.clear();

        awaitState(id, "PURGED");
    }

    @Test
    void no_release_while_a_warrant_is_good_and_the_refusal_says_until_when() {
        String id = PREPARED.get(heldUnderAWarrant());

        as("requester2")
                .post("/purge-requests/" + id + "/release")
                .then()
                .statusCode(409)
                .body("code", equalTo("warrant-out"))
                .body("detail", containsString("until"))
                .body("allowedActions", contains("release", "reprieve"));
    }

    @Test
    void a_released_purge_has_its_whole_time_again_and_is_not_released_twice() {
        TownAccount account = town.account("Again", 10, 0);
        town.failsBackups.add(account.id);
        String id = request(account);
        awaitState(id, "HELD");
        sql("UPDATE purge_request SET expires_at = now() + interval '1 hour' WHERE id = '" + id + "'");
        town.silent.add("backup");

        as("requester2")
                .post("/purge-requests/" + id + "/release")
                .then()
                .statusCode(202)
                .header("Location", endsWith("/api/v1/purge-requests/" + id))
                .body("allowedActions", contains("reprieve"));
        as("requester2")
                .post("/purge-requests/" + id + "/release")
                .then()
                .statusCode(409)
                .body("code", equalTo("illegal-transition"))
                .body("allowedActions", contains("reprieve"));

        assertThat(Instant.parse(get(id).path("expiresAt")))
                .isAfter(Instant.now().plus(Duration.ofDays(20)));
        town.failsBackups.clear();
    }

    @Test
    void a_backup_that_comes_to_no_end_is_waited_for_as_long_as_approvals_are_and_then_held() {
        TownAccount account = town.account("Endless", 10, 0);
        town.neverEndsBackups.add(account.id);
        String id = request(account);
        awaitState(id, "BACKING_UP");
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        sql("UPDATE purge_round SET started_at = now() - interval '8 days' WHERE operation_id IS NOT"
                                        + " NULL AND purge_id = '" + id + "'")
                                == 1);

        awaitState(id, "HELD");

        assertThat(get(id).<String>path("why")).startsWith("not backed up and ready for approval until ");
        sql("UPDATE purge_request SET expires_at = now() WHERE id = '" + id + "'");
        awaitState(id, "EXPIRED");
    }

    @Test
    void nothing_is_executed_while_the_database_shows_less_time_than_it_did() {
        TownAccount account = town.account("Backwards", 10, 0);
        String id = approvedAndKept(account);
        sql("UPDATE purge_request SET clock_seen = now() + interval '1 hour' WHERE id = '" + id + "'");
        town.silent.clear();

        await().during(Duration.ofSeconds(2)).until(() -> state(id).equals("COOLING_OFF") && account.erasures == 0);
        assertThat(get(id).<String>path("why")).contains("clock ran backwards");

        sql("UPDATE purge_request SET clock_seen = now() WHERE id = '" + id + "'");
        awaitState(id, "PURGED");
    }

    @Test
    void nothing_is_executed_before_the_wait_is_over_by_the_logs_clock_too() {
        TownAccount account = town.account("Ahead", 10, 0);
        town.logIsBehind = Duration.ofHours(1);
        String id = approved(account);
        awaitState(id, "ERASING");

        await().during(Duration.ofSeconds(1)).until(() -> account.erasures == 0);
        assertThat(get(id).<String>path("why")).contains("by the log's clock");

        town.logIsBehind = Duration.ZERO;
        awaitState(id, "PURGED");
    }

    /** Refused by account-service, so that nobody can say for certain what its warrant still does. All wait at once. */
    private static TownAccount heldUnderAWarrant() {
        if (PREPARED.isEmpty()) {
            for (int i = 0; i < UNDER_A_WARRANT; i++) {
                TownAccount account = town.account("Held under a warrant " + i, 10, 0);
                town.refusesErasure.put(account.id, "legal-hold");
                PREPARED.put(account, approved(account));
            }
            UNUSED.addAll(PREPARED.keySet());
        }
        TownAccount account = UNUSED.remove(0);
        awaitState(PREPARED.get(account), "HELD");
        return account;
    }
}
