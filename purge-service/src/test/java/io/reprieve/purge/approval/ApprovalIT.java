package io.reprieve.purge.approval;

import static io.reprieve.purge.town.Purges.approve;
import static io.reprieve.purge.town.Purges.as;
import static io.reprieve.purge.town.Purges.awaitState;
import static io.reprieve.purge.town.Purges.get;
import static io.reprieve.purge.town.Purges.requestedAndBackedUp;
import static io.reprieve.purge.town.Purges.sql;
import static io.reprieve.purge.town.Purges.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.purge.town.RealServers;
import io.reprieve.purge.town.Realm;
import io.reprieve.purge.town.Town;
import io.reprieve.purge.town.TownAccount;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The second key: over exactly what was seen, by another person, once. */
@QuarkusTest
@WithTestResource(value = RealServers.class, scope = TestResourceScope.GLOBAL)
class ApprovalIT {
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
    void without_if_match_428_with_an_old_one_412() {
        String id = requestedAndBackedUp(town.account("Acme", 10, 0));
        Map<String, String> body = Map.of("evidenceDigest", get(id).path("evidence.digest"), "comment", "seen");

        as("approver").body(body).post(path(id)).then().statusCode(428);
        as("approver")
                .header("If-Match", "\"0\"")
                .body(body)
                .post(path(id))
                .then()
                .statusCode(412);
        assertThat(state(id)).isEqualTo("AWAITING_APPROVAL");
    }

    @Test
    void another_evidence_than_the_one_in_force_is_412() {
        String id = requestedAndBackedUp(town.account("Acme", 10, 0));

        as("approver")
                .header("If-Match", get(id).header("ETag"))
                .body(Map.of("evidenceDigest", "0".repeat(64), "comment", "seen"))
                .post(path(id))
                .then()
                .statusCode(412)
                .body("code", equalTo("evidence-stale"));
    }

    @Test
    void an_approval_is_not_taken_twice() {
        String id = requestedAndBackedUp(town.account("Acme", 10, 0));
        Response seen = get(id);
        Map<String, String> body = Map.of("evidenceDigest", seen.path("evidence.digest"), "comment", "seen");
        as("approver")
                .header("If-Match", seen.header("ETag"))
                .body(body)
                .post(path(id))
                .then()
                .statusCode(201);
        town.silent.add("backup");

        as("approver")
                .header("If-Match", seen.header("ETag"))
                .body(body)
                .post(path(id))
                .then()
                .statusCode(403);
        as("approver2")
                .header("If-Match", seen.header("ETag"))
                .body(body)
                .post(path(id))
                .then()
                .statusCode(412);
        approve("approver2", id)
                .then()
                .statusCode(409)
                .body("code", equalTo("illegal-transition"))
                .body("allowedActions", hasItems("reprieve"));
        assertThat(get(id).<Integer>path("quorum.given")).isEqualTo(1);
    }

    @Test
    void a_legal_hold_placed_before_the_approval_blocks_it() {
        TownAccount account = town.account("Acme", 10, 0);
        String id = requestedAndBackedUp(account);
        account.legalHold = "case 1";

        assertThat(approve("approver", id).statusCode()).isIn(409, 412);
        awaitState(id, "BLOCKED");
        assertThat(account.keyTurns).containsExactly("REQUEST psn_requester");
    }

    @Test
    void while_the_facts_cannot_be_checked_nobody_approves() {
        TownAccount account = town.account("Acme", 10, 0);
        String id = requestedAndBackedUp(account);
        Response seen = get(id);
        town.silent.add("account");

        as("approver")
                .header("If-Match", seen.header("ETag"))
                .body(Map.of("evidenceDigest", seen.path("evidence.digest"), "comment", "seen"))
                .post(path(id))
                .then()
                .statusCode(503);
        assertThat(state(id)).isEqualTo("AWAITING_APPROVAL");
    }

    @Test
    void neither_the_requester_under_another_login_nor_somebody_hired_today_approves() {
        String id = requestedAndBackedUp(town.account("Acme", 10, 0));
        Realm.user("requesters-other-login", "psn_requester", "purge-approver");
        Realm.user("hired-today", "psn_hired_today", "purge-approver");

        approve("requesters-other-login", id).then().statusCode(403).body("code", equalTo("same-person"));
        approve("hired-today", id).then().statusCode(403).body("code", equalTo("account-too-new"));
        assertThat(state(id)).isEqualTo("AWAITING_APPROVAL");
    }

    @Test
    void an_approver_who_gains_the_other_role_while_the_account_cools_off_counts_no_more() {
        TownAccount account = town.account("Acme", 10, 0);
        String id = requestedAndBackedUp(account);
        approve("approver3", id).then().statusCode(201);
        // Nothing is erased while the guards cannot be asked, however slow this test is.
        town.silent.add("backup");

        Realm.with("approver3", "purge-requester", () -> awaitState(id, "HELD"));

        assertThat(get(id).<String>path("why")).contains("a key does not count any more", "both-roles");
        assertThat(account.erasures).isZero();
    }

    @Test
    void an_account_that_is_still_in_use_takes_two_approvers() {
        TownAccount account = town.account("Acme", 10, 0);
        account.signOfLife = Instant.now();
        String id = requestedAndBackedUp(account);

        approve("approver", id)
                .then()
                .statusCode(201)
                .body("quorum.needed", equalTo(2))
                .body("state", equalTo("AWAITING_APPROVAL"));
        approve("approver2", id).then().statusCode(201).body("state", equalTo("COOLING_OFF"));
    }

    @Test
    void a_reprieve_is_one_click_and_needs_no_words() {
        String id = requestedAndBackedUp(town.account("Acme", 10, 0));

        as("auditor").post("/purge-requests/" + id + "/reprieve").then().statusCode(200);
        assertThat(state(id)).isEqualTo("REPRIEVED");
    }

    @Test
    void one_denial_ends_it() {
        String id = requestedAndBackedUp(town.account("Acme", 10, 0));
        as("requester")
                .body(Map.of("reason", "no"))
                .post("/purge-requests/" + id + "/denials")
                .then()
                .statusCode(403);

        as("approver")
                .body(Map.of("reason", "wrong twin"))
                .post("/purge-requests/" + id + "/denials")
                .then()
                .statusCode(200)
                .body("state", equalTo("DENIED"))
                .body("why", equalTo("wrong twin"));
        approve("approver2", id).then().statusCode(409);
    }

    @Test
    void the_database_itself_takes_no_approval_by_the_requester_and_no_cooling_off_without_the_quorum() {
        String id = requestedAndBackedUp(town.account("Acme", 10, 0));
        String digest = get(id).path("evidence.digest");

        assertThatThrownBy(() -> sql("""
                        INSERT INTO approval (purge_id, requester_person, round, evidence_number, evidence_digest, person_id,
                                              subject, client, auth_time, comment, key_turn_id)
                        SELECT id, requester_person, round, evidence_number, '%s', requester_person, 's', 'c', now(), '', 'k'
                          FROM purge_request WHERE id = '%s'
                        """.formatted(digest, id))).hasMessageContaining("approver");
        assertThatThrownBy(() -> sql("UPDATE purge_request SET state = 'COOLING_OFF' WHERE id = '" + id + "'"))
                .hasMessageContaining("approvals");
        assertThatThrownBy(() -> sql("UPDATE purge_request SET state = 'ERASING' WHERE id = '" + id + "'"))
                .hasMessageContaining("illegal move");
    }

    private static String path(String id) {
        return "/purge-requests/" + id + "/approvals";
    }
}
