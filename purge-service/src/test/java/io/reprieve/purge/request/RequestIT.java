package io.reprieve.purge.request;

import static io.reprieve.purge.town.Purges.as;
import static io.reprieve.purge.town.Purges.awaitState;
import static io.reprieve.purge.town.Purges.order;
import static io.reprieve.purge.town.Purges.reprieve;
import static io.reprieve.purge.town.Purges.request;
import static io.reprieve.purge.town.Purges.requestedAndBackedUp;
import static io.reprieve.purge.town.Purges.service;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.edge.Ids;
import io.reprieve.purge.town.Purges;
import io.reprieve.purge.town.RealServers;
import io.reprieve.purge.town.Town;
import io.reprieve.purge.town.TownAccount;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may ask for what, and what is refused before anything is stored. */
@QuarkusTest
@WithTestResource(value = RealServers.class, scope = TestResourceScope.GLOBAL)
class RequestIT {
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
    void a_request_is_created_with_its_address_and_etag() {
        TownAccount account = town.account("Acme", 10, 0);

        as("requester")
                .body(order(account))
                .post("/purge-requests")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/purge-requests/prg_"))
                .header("ETag", notNullValue())
                .body("accountId", equalTo(account.id))
                .body("requester.personId", equalTo("psn_requester"))
                .body("allowedActions", hasItem("reprieve"));
    }

    @Test
    void the_wrong_name_an_unknown_account_or_kind_and_an_id_of_another_type_store_nothing() {
        TownAccount account = town.account("Acme", 10, 0);

        refusedWith(422, "name-mismatch", change(account, "confirmName", "acme"));
        refusedWith(422, "account-unknown", change(account, "accountId", Ids.next("acc")));
        refusedWith(422, "wrong-id-type", change(account, "accountId", Ids.next("bkp")));
        refusedWith(422, "wrong-id-type", change(account, "survivorAccountId", "4711"));
        refusedWith(422, "kind-unknown", change(account, "kind", "SPRING_CLEANING"));
        refusedWith(422, "invalid", change(account, "reason", " "));

        assertThat(account.keyTurns).isEmpty();
        as("requester").get("/purge-requests?accountId=" + account.id).then().body("items.size()", equalTo(0));
    }

    @Test
    void without_a_token_there_is_nothing() {
        given().get("/api/v1/purge-requests").then().statusCode(401);
        given().contentType("application/json")
                .body("{\"reason\":\"x\"}")
                .post("/api/v1/purge-requests/" + Ids.next("prg") + "/reprieve")
                .then()
                .statusCode(401);
    }

    @Test
    void an_approver_cannot_request_a_requester_cannot_approve_and_who_is_both_does_neither() {
        TownAccount account = town.account("Acme", 10, 0);
        as("approver").body(order(account)).post("/purge-requests").then().statusCode(403);
        as("both")
                .body(order(account))
                .post("/purge-requests")
                .then()
                .statusCode(403)
                .body("code", equalTo("both-roles"));
        String id = requestedAndBackedUp(account);

        Purges.approve("requester", id).then().statusCode(403);
        Purges.approve("requester2", id).then().statusCode(403);
        Purges.approve("both", id).then().statusCode(403).body("code", equalTo("both-roles"));
        Purges.approve("support", id).then().statusCode(403);
        reprieve("requester", id).then().statusCode(200);
    }

    @Test
    void other_forms_of_the_path_open_nothing() {
        String id = request(town.account("Acme", 10, 0));
        for (String form : new String[] {
            "/purge-requests/" + id + "/approvals/",
            "/purge-requests//" + id + "/approvals",
            "/purge-requests/" + id + "/approvals;x=1",
            "/purge-requests/" + id + "/%61pprovals",
            "/purge-requests/" + id + "%2fapprovals",
            "/purge-requests/" + id + "/reprieve/../approvals",
            "/purge-requests/" + id + "/reprieve/%2e%2e/approvals"
        }) {
            int status = as("requester")
                    .urlEncodingEnabled(false)
                    .body(Map.of("evidenceDigest", "x", "comment", "x"))
                    .post(form)
                    .statusCode();
            assertThat(status).as(form).isIn(400, 403, 404, 405);
        }
    }

    @Test
    void the_twin_that_holds_the_data_is_blocked_with_the_numbers_and_no_key_is_turned() {
        TownAccount full = town.account("Twin", 4210, 37);
        TownAccount empty = town.account("Twin", 1, 0);
        Map<String, Object> order = change(full, "kind", "DUPLICATE_CLEANUP");
        order.put("survivorAccountId", empty.id);

        as("requester")
                .body(order)
                .post("/purge-requests")
                .then()
                .statusCode(201)
                .body("state", equalTo("BLOCKED"))
                .body("evidence.digest", nullValue())
                .body("evidence.guards.find { it.name == 'wrong-twin' }.outcome", equalTo("BLOCK"))
                .body(
                        "evidence.guards.find { it.name == 'wrong-twin' }.detail",
                        containsString("4,210 rows, 37 objects"))
                .body("allowedActions.size()", equalTo(0));
        assertThat(full.keyTurns).isEmpty();
    }

    @Test
    void the_empty_twin_may_go() {
        TownAccount full = town.account("Twin", 4210, 37);
        TownAccount empty = town.account("Twin", 0, 0);
        empty.twins.add(full);
        Map<String, Object> order = change(empty, "kind", "DUPLICATE_CLEANUP");
        order.put("survivorAccountId", full.id);

        as("requester")
                .body(order)
                .post("/purge-requests")
                .then()
                .statusCode(201)
                .body("state", equalTo("REQUESTED"));
    }

    @Test
    void a_second_request_for_an_account_is_blocked_while_the_first_is_open() {
        TownAccount account = town.account("Acme", 10, 0);
        request(account);

        as("requester2")
                .body(order(account))
                .post("/purge-requests")
                .then()
                .statusCode(201)
                .body("state", equalTo("BLOCKED"))
                .body("why", containsString("other-operation"));
    }

    @Test
    void a_fact_that_cannot_be_learnt_blocks_and_is_shown_as_unknown() {
        TownAccount account = town.account("Acme", 10, 0);
        town.silent.add("backup");

        as("requester")
                .body(order(account))
                .post("/purge-requests")
                .then()
                .statusCode(201)
                .body("state", equalTo("BLOCKED"))
                .body("evidence.guards.find { it.name == 'other-operation' }.unknown", equalTo(true));
    }

    @Test
    void without_account_service_nothing_is_stored() {
        TownAccount account = town.account("Acme", 10, 0);
        town.silent.add("account");

        refusedWith(503, "upstream-unavailable", order(account));
    }

    @Test
    void an_idempotency_key_repeats_the_answer_and_not_the_request() {
        TownAccount account = town.account("Acme", 10, 0);
        String first = as("requester")
                .header("Idempotency-Key", "key-" + account.id)
                .body(order(account))
                .post("/purge-requests")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        as("requester")
                .header("Idempotency-Key", "key-" + account.id)
                .body(order(account))
                .post("/purge-requests")
                .then()
                .statusCode(201)
                .body("id", equalTo(first));
    }

    @Test
    void an_automations_request_needs_two_people() {
        TownAccount account = town.account("Acme", 10, 0);
        String id = service("automation")
                .body(order(account))
                .post("/purge-requests")
                .then()
                .statusCode(201)
                .body("requester.personId", equalTo("service:automation"))
                .body("quorum.needed", equalTo(2))
                .extract()
                .path("id");
        awaitState(id, "AWAITING_APPROVAL");

        Purges.approve("approver", id)
                .then()
                .statusCode(201)
                .body("state", equalTo("AWAITING_APPROVAL"))
                .body("quorum.given", equalTo(1));
        Purges.approve("approver", id).then().statusCode(403).body("code", equalTo("same-person"));
        Purges.approve("approver2", id).then().statusCode(201).body("state", equalTo("COOLING_OFF"));
        awaitState(id, "PURGED");
        assertThat(account.erasures).isEqualTo(1);
    }

    @Test
    void the_list_is_filtered_and_paged() {
        TownAccount one = town.account("One", 10, 0);
        String id = request(one);

        as("support")
                .get("/purge-requests?accountId=" + one.id + "&kind=CUSTOMER_REQUEST&actor=psn_requester")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].id", equalTo(id));
        request(town.account("Two", 10, 0));
        String next = as("support").get("/purge-requests?limit=1").path("next");
        String newest = as("support").get("/purge-requests?limit=1").path("items[0].id");
        as("support")
                .queryParam("limit", 1)
                .queryParam("cursor", next)
                .get("/purge-requests")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].id", org.hamcrest.Matchers.not(equalTo(newest)));
        as("support").get("/purge-requests?state=NONSENSE").then().statusCode(422);
    }

    @Test
    void the_policy_is_there_to_be_read() {
        as("auditor")
                .get("/policy")
                .then()
                .statusCode(200)
                .body("version", notNullValue())
                .body("coolingOff", equalTo("PT1S"))
                .body("quorum.usual", equalTo(1));
    }

    private static Map<String, Object> change(TownAccount account, String field, Object value) {
        Map<String, Object> order = order(account);
        order.put(field, value);
        return order;
    }

    private static void refusedWith(int status, String code, Map<String, Object> order) {
        as("requester")
                .body(order)
                .post("/purge-requests")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }
}
