package io.reprieve.account.registry;

import static io.reprieve.account.stack.Api.account;
import static io.reprieve.account.stack.Api.as;
import static io.reprieve.account.stack.Api.get;
import static io.reprieve.account.stack.Api.service;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.account.stack.Api;
import io.reprieve.account.stack.Databases;
import io.reprieve.account.stack.RealServers;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegistryIT {
    private static String holder;
    private static String empty;

    @Test
    @Order(1)
    void an_account_of_the_product_is_registered_and_found_again() {
        var body = account("1003", "Harrow & Finch LLP", "IMPORT");
        body.put("domain", "HarrowFinch.example");
        body.put("externalIds", Map.of("crm", "CRM-204417"));
        body.put("contacts", List.of(Map.of("name", "Ann", "email", "Ann@HarrowFinch.example", "role", "owner")));
        var registered = as("provisioner").body(body).post("/accounts");
        registered
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/accounts/acc_"))
                .header("ETag", notNullValue())
                .body("status", equalTo("ACTIVE"))
                .body("epoch", equalTo(1))
                .body("accountKey", equalTo("1003"))
                .body("fence", nullValue());
        holder = registered.path("id");
        get("support", "/accounts/" + holder)
                .then()
                .statusCode(200)
                .header("ETag", equalTo(registered.header("ETag")))
                .body("domain", equalTo("harrowfinch.example"));
        for (var search :
                List.of("query=harrow", "member=ann@harrowfinch.EXAMPLE", "externalId=CRM-204417", "status=ACTIVE")) {
            get("support", "/accounts?" + search).then().statusCode(200).body("items.id", hasItem(holder));
        }
        get("support", "/accounts?query=nobody-is-called-that").then().body("items.size()", equalTo(0));
        get("support", "/people?email=ann@harrowfinch.example")
                .then()
                .statusCode(200)
                .body("items[0].accounts.accountId", contains(holder));
        get("support", "/accounts/" + holder + "/timeline")
                .then()
                .body("items.type", contains("account.created"))
                .body("items[0].actor.kind", equalTo("person"));
    }

    @Test
    @Order(2)
    void a_twin_is_refused_with_the_candidate_unless_acknowledged_and_then_remembered() {
        var body = account("1004", "HARROW AND FINCH", "CPQ");
        body.put("domain", "harrowfinch.example");
        as("provisioner")
                .body(body)
                .post("/accounts")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("duplicate-suspected"))
                .body("candidates.accountId", contains(holder));
        body.put("acknowledgeDuplicates", List.of(holder));
        empty = as("provisioner")
                .body(body)
                .post("/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        get("requester", "/accounts/" + empty + "/duplicates")
                .then()
                .statusCode(200)
                .body("items[0].accountId", equalTo(holder))
                .body("items[0].footprint.rows", greaterThan(100));
        get("support", "/duplicate-groups").then().body("items.accounts.accountId.flatten()", hasItem(empty));
    }

    @Test
    @Order(3)
    void an_import_is_never_refused_for_being_alike_and_says_so_in_the_timeline() {
        var body = account("1009", "Harrow & Finch", "IMPORT");
        var id = as("provisioner")
                .body(body)
                .post("/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        get("support", "/accounts/" + id + "/timeline").then().body("items.type", hasItem("duplicate.detected"));
    }

    @Test
    void a_key_the_product_does_not_know_is_refused_and_a_known_one_is_taken_once() {
        as("provisioner")
                .body(account("999999", "Nobody", "IMPORT"))
                .post("/accounts")
                .then()
                .statusCode(422)
                .body("code", equalTo("account-key-unknown"));
        Api.register("1012", "Once Only");
        as("provisioner")
                .body(account(" 01012", "Once Again", "IMPORT"))
                .post("/accounts")
                .then()
                .statusCode(409)
                .body("code", equalTo("account-key-taken"));
    }

    @Test
    @Order(4)
    void the_footprint_is_read_from_the_product_now() {
        get("support", "/accounts/" + holder + "/footprint")
                .then()
                .statusCode(200)
                .body("rows", greaterThan(100))
                .body("people", equalTo(1))
                .body("sources.kind", contains("postgresql", "s3"));
        service("purge-service")
                .get("/accounts/" + holder + "/content")
                .then()
                .statusCode(200)
                .body("tables.size()", greaterThan(5))
                .body("rowsDigest", notNullValue());
        get("support", "/accounts/" + holder + "/content").then().statusCode(403);
    }

    @Test
    @Order(5)
    void a_legal_hold_is_placed_shown_and_lifted() {
        as("provisioner")
                .body(Map.of("reason", "litigation"))
                .put("/accounts/" + holder + "/legal-hold")
                .then()
                .statusCode(200)
                .body("legalHold.reason", equalTo("litigation"));
        get("support", "/accounts/" + holder).then().body("legalHold.by", startsWith("psn_"));
        as("support")
                .body(Map.of("reason", "x"))
                .put("/accounts/" + holder + "/legal-hold")
                .then()
                .statusCode(403);
        as("provisioner")
                .delete("/accounts/" + holder + "/legal-hold")
                .then()
                .statusCode(200)
                .body("legalHold", nullValue());
    }

    @Test
    @Order(6)
    void a_sign_of_life_is_written_down() {
        as("support")
                .body(Map.of("kind", "SUPPORT_CALL"))
                .post("/accounts/" + holder + "/signs-of-life")
                .then()
                .statusCode(200)
                .body("lastSignOfLifeAt", notNullValue());
        get("support", "/accounts/" + holder + "/timeline").then().body("items.type", hasItem("account.sign-of-life"));
    }

    @Test
    @Order(6)
    void a_purges_guards_learn_of_signs_of_life_by_kind_of_open_billing_and_of_ties_to_others() {
        as("support")
                .body(Map.of("kind", "PAYMENT"))
                .post("/accounts/" + holder + "/signs-of-life")
                .then()
                .statusCode(200);

        service("purge-service")
                .get("/accounts/" + holder + "/purge-facts")
                .then()
                .statusCode(200)
                .body("signsOfLife.kind", hasItem("PAYMENT"))
                .body("signsOfLife[0].at", notNullValue())
                .body("billing.openInvoices", nullValue())
                .body("crossAccountEdges", empty());
        get("support", "/accounts/" + holder + "/purge-facts").then().statusCode(403);
    }

    @Test
    @Order(6)
    void a_deletion_without_a_warrant_is_reported_and_read_by_purge_service() {
        service("automation")
                .body(Map.of("note", "the nightly count fell by a third"))
                .post("/accounts/" + holder + "/unsanctioned-deletions")
                .then()
                .statusCode(202);

        service("purge-service")
                .get("/unsanctioned-deletions")
                .then()
                .statusCode(200)
                .body("items[0].accountId", equalTo(holder))
                .body("items[0].note", containsString("by a third"));
        get("support", "/accounts/" + holder + "/timeline").then().body("items.type", hasItem("deletion.unsanctioned"));
        int live = service("purge-service").get("/accounts/summary").path("live");
        assertThat(live).isPositive();
    }

    @Test
    @Order(7)
    void accounts_are_not_deleted() {
        as("provisioner")
                .delete("/accounts/" + holder)
                .then()
                .statusCode(405)
                .body("code", equalTo("use-a-purge-request"))
                .body("allowedActions[0]", equalTo("POST /api/v1/purge-requests"));
        assertThatThrownBy(() -> Databases.run(Databases.own(), "DELETE FROM account"))
                .hasMessageContaining("never deleted");
    }

    @Test
    @Order(8)
    void neither_the_epoch_nor_the_record_goes_back() {
        assertThatThrownBy(() -> Databases.run(Databases.own(), "UPDATE account SET epoch = 0"))
                .hasMessageContaining("epoch");
        assertThatThrownBy(() -> Databases.run(Databases.own(), "UPDATE account SET status = 'SUSPENDED'"))
                .hasMessageContaining("raises the epoch");
        assertThatThrownBy(
                        () -> Databases.run(Databases.own(), "UPDATE account SET status = 'PURGED', epoch = epoch + 1"))
                .hasMessageContaining("tombstone");
        assertThatThrownBy(() -> Databases.run(Databases.own(), "DELETE FROM timeline_entry"))
                .hasMessageContaining("only ever appended");
    }

    @Test
    void whoever_may_not_is_refused_with_a_problem() {
        given().get("/api/v1/accounts").then().statusCode(401).contentType("application/problem+json");
        given().post("/api/v1/accounts/acc_x/erasure").then().statusCode(401);
        as("support").body(account("1001", "X", "API")).post("/accounts").then().statusCode(403);
        get("support", "/accounts/acc_00000000-0000-7000-8000-000000000000")
                .then()
                .statusCode(404)
                .body("code", equalTo("account-not-found"));
        get("support", "/accounts/prg_00000000-0000-7000-8000-000000000000")
                .then()
                .statusCode(422)
                .body("code", equalTo("wrong-id-type"));
    }

    @Test
    void url_forms_that_could_slip_past_a_policy_are_refused() throws Exception {
        var client = HttpClient.newHttpClient();
        for (var path : List.of(
                "/api/v1/accounts/",
                "/api/v1//accounts",
                "/api/v1/accounts;x=1",
                "/api/v1/%2e/accounts",
                "/api/v1/a%2fx")) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path));
            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .as(path)
                    .isEqualTo(400);
        }
    }

    @Test
    void the_data_map_holds() {
        get("admin", "/data-map/check")
                .then()
                .statusCode(200)
                .body("passes", equalTo(true))
                .body("fenceDeclared", equalTo(true));
        get("admin", "/data-map/unowned").then().statusCode(200).body("findings", notNullValue());
        get("admin", "/data-map").then().statusCode(200).body("yaml", notNullValue());
        given().get("/q/health/ready").then().statusCode(200);
        assertThat(given().get("/q/health").asString()).contains("data-map");
    }

    @Test
    @Order(90)
    void the_newest_drill_that_backup_service_tells_of_is_on_the_account() throws Exception {
        get("support", "/accounts/" + holder).then().body("lastDrill", nullValue());
        String etag = get("support", "/accounts/" + holder).header("ETag");
        String path = "/accounts/" + holder + "/last-drill";
        Map<String, Object> newer = Map.of(
                "drillId",
                "drl_2",
                "state",
                "SUCCEEDED",
                "endedAt",
                "2026-01-02T00:00:00Z",
                "seconds",
                1.5,
                "predictedRestoreSeconds",
                2.5);
        Map<String, Object> older = Map.of("drillId", "drl_1", "state", "FAILED", "endedAt", "2026-01-01T00:00:00Z");
        service("purge-service").body(newer).put(path).then().statusCode(403);
        service("backup-service").body(newer).put(path).then().statusCode(200);
        service("backup-service").body(newer).put(path).then().statusCode(200);
        service("backup-service").body(older).put(path).then().statusCode(200).body("drillId", equalTo("drl_2"));
        get("support", "/accounts/" + holder + "/timeline")
                .then()
                .body("items.findAll { it.type == 'account.drilled' }.detail.drillId", equalTo(List.of("drl_2")));
        assertThat(Databases.one(
                        Databases.own(),
                        "SELECT count(*) FROM audit_outbox WHERE convert_from(event, 'UTF8') LIKE '%account.drilled%"
                                + holder + "%'"))
                .isEqualTo("1");

        get("support", "/accounts/" + holder)
                .then()
                .header("ETag", equalTo(etag))
                .body("lastDrill.state", equalTo("SUCCEEDED"))
                .body("lastDrill.predictedRestoreSeconds", equalTo(2.5f));
        get("support", "/accounts?query=harrow").then().body("items.lastDrill.drillId", hasItem("drl_2"));
    }
}
