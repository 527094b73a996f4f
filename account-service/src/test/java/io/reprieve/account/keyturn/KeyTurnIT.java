package io.reprieve.account.keyturn;

import static io.reprieve.account.stack.Api.get;
import static io.reprieve.account.stack.Api.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.stack.Api;
import io.reprieve.account.stack.Databases;
import io.reprieve.account.stack.Purge;
import io.reprieve.account.stack.RealServers;
import io.reprieve.edge.RequestDigest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class KeyTurnIT {
    @Inject
    Product product;

    private static String accountId;

    @BeforeEach
    void an_account() {
        if (accountId == null) {
            accountId = Api.register("1001", "Key Turns Inc");
        }
    }

    @Test
    void both_keys_turn_each_once_and_the_account_remembers_who() {
        var purge = new Purge(product, accountId);
        var first = purge.turn("requester", purge.request());
        first.then().statusCode(201).body("id", startsWith("ktn_")).body("personId", startsWith("psn_"));
        var again = purge.turn("requester", purge.request());
        again.then().statusCode(200).body("id", equalTo(first.path("id"))).body("at", equalTo(first.path("at")));
        purge.approvedBy("approver");
        get("support", "/accounts/" + accountId + "/timeline")
                .then()
                .body("items.type", hasItems("purge.requested", "purge.approved"))
                .body(
                        "items.find { it.type == 'purge.approved' && it.purgeRequestId == '" + purge.id
                                + "' }.backupId",
                        equalTo(purge.backupId));
    }

    @Test
    void each_key_has_its_own_role() {
        var purge = new Purge(product, accountId).requestedBy("requester");
        refused(purge.turn("approver", purge.request()), "role-missing");
        refused(purge.turn("requester2", purge.approval()), "role-missing");
        refused(purge.turn("support", purge.approval()), "role-missing");
    }

    @Test
    void whoever_holds_both_roles_turns_neither_key() throws Exception {
        var purge = new Purge(product, accountId).requestedBy("requester");
        refused(purge.turn("both", purge.request()), "both-roles");
        refused(purge.turn("both", purge.approval()), "both-roles");
        assertThat(Databases.one(
                        Databases.own(),
                        "SELECT count(*) FROM audit_outbox WHERE convert_from(event, 'UTF8') LIKE '%access.refused%"
                                + purge.id + "%'"))
                .isEqualTo("2");
    }

    @Test
    void a_service_never_approves() {
        var purge = new Purge(product, accountId).requestedBy("requester");
        refused(
                service("purge-service").body(purge.approval()).post("/accounts/" + accountId + "/key-turns"),
                "not-human");
    }

    @Test
    void the_database_refuses_one_person_with_both_keys_whatever_was_checked_before() throws Exception {
        var purge = new Purge(product, accountId).requestedBy("requester");
        var person = Databases.one(
                Databases.own(), "SELECT person_id FROM key_turn WHERE purge_request_id = '" + purge.id + "'");
        assertThatThrownBy(() -> Databases.run(
                        Databases.own(),
                        "INSERT INTO key_holder VALUES ('" + purge.id + "', '" + person
                                + "', 'APPROVAL', 'another-login')"))
                .hasMessageContaining("key_holder_pkey");
        assertThatThrownBy(() -> Databases.run(Databases.own(), "UPDATE key_turn SET person_id = 'x'"))
                .hasMessageContaining("only ever appended");
    }

    @Test
    void an_approval_is_of_a_request_and_of_the_evidence_as_it_was_seen() {
        var purge = new Purge(product, accountId);
        purge.turn("approver", purge.approval()).then().statusCode(409).body("code", equalTo("request-missing"));
        purge.requestedBy("requester");
        var other = purge.approval();
        other.put("digest", "0".repeat(64));
        purge.turn("approver", other).then().statusCode(412).body("code", equalTo("evidence-mismatch"));
    }

    @Test
    void a_request_is_of_the_account_as_it_is_now() {
        var purge = new Purge(product, accountId);
        var wrong = purge.request();
        wrong.put("reason", "another reason");
        purge.turn("requester", wrong).then().statusCode(422).body("code", equalTo("digest-mismatch"));
        var old = purge.request();
        old.put("epoch", 99);
        old.put("digest", RequestDigest.of(accountId, 99, Purge.KIND, Purge.REASON));
        purge.turn("requester", old).then().statusCode(412).body("code", equalTo("epoch-moved"));
    }

    private static void refused(Response answer, String code) {
        answer.then().statusCode(403).contentType("application/problem+json").body("code", equalTo(code));
    }
}
