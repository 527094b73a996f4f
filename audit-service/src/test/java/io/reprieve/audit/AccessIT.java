package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, with tokens of a real realm. */
@QuarkusTest
@WithTestResource(AuditServers.class)
class AccessIT {
    @Test
    void without_a_token_there_is_nothing_but_the_operations_pages() {
        for (String path : List.of(
                "/api/v1/events",
                "/api/v1/events/" + event().id(),
                "/api/v1/events/" + event().id() + "/proof",
                "/api/v1/events/export",
                "/api/v1/checkpoints/latest",
                "/api/v1/checkpoint",
                "/api/v1/tile/0/000.p/1",
                "/api/v1/tile/entries/000.p/1",
                "/api/v1/consistency?from=0")) {
            given().get(path).then().statusCode(401);
        }
        given().urlEncodingEnabled(false)
                .contentType("application/x-ndjson")
                .body(event().bytes())
                .post("/api/v1/events:batch")
                .then()
                .statusCode(401);
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/openapi").then().statusCode(200);
        assertThat(given().get("/q/metrics").then().statusCode(200).extract().asString())
                .contains("reprieve_audit_tree_size");
    }

    @ParameterizedTest
    @CsvSource({
        "auditor, 200, 200, 200, 404, 403",
        "support, 403, 200, 403, 403, 403",
        "requester, 403, 403, 403, 403, 403",
        "approver, 403, 403, 403, 403, 403",
        "restorer, 403, 403, 403, 403, 403",
        "provisioner, 403, 403, 403, 403, 403",
        "admin, 403, 403, 403, 403, 403",
        "purge-service, 403, 200, 403, 403, 200",
        "automation, 403, 403, 403, 403, 403",
    })
    void each_role_sees_and_does_what_it_may(String who, int search, int checkpoint, int export, int tile, int append) {
        Api.as(who).get("/api/v1/events").then().statusCode(search);
        Api.as(who).get("/api/v1/checkpoints/latest").then().statusCode(checkpoint);
        Api.as(who).get("/api/v1/events/export").then().statusCode(export);
        Api.as(who).get("/api/v1/tile/0/x999/999").then().statusCode(tile);
        Api.as(who).get("/api/v1/tile/entries/x999/999.p/1").then().statusCode(tile);
        Api.append(who, event().line()).then().statusCode(append);
    }

    @Test
    void support_reads_the_entries_of_the_account_it_names_and_no_other() {
        String account = "acc_" + UUID.randomUUID();
        Events event = event().account(account);
        Api.append(event);

        assertThat(Api.as("support")
                        .get("/api/v1/events?accountId=" + account)
                        .jsonPath()
                        .getList("items.id"))
                .isEqualTo(List.of(event.id()));
        Api.as("support").get("/api/v1/events").then().statusCode(403).body("code", equalTo("account-needed"));
        Api.as("support").get("/api/v1/events?accountId=").then().statusCode(403);
        Api.as("support").get("/api/v1/events/" + event.id()).then().statusCode(403);
        Api.as("support")
                .get("/api/v1/events/" + event.id() + "?accountId=" + account)
                .then()
                .statusCode(200);
        Api.as("support")
                .get("/api/v1/events/" + event.id() + "?accountId=acc_other")
                .then()
                .statusCode(404);
        Api.as("support").get("/api/v1/events/" + event.id() + "/proof").then().statusCode(404);
        Api.as("support")
                .get("/api/v1/events/" + event.id() + "/proof?accountId=" + account)
                .then()
                .statusCode(200);
    }

    @Test
    void keycloak_decides_before_the_service_is_asked() {
        // Asked for a malformed id the service itself would answer 422, as it does the auditor.
        Api.as("support")
                .get("/api/v1/events/stream?lastEventId=x&accountId=acc_1")
                .then()
                .statusCode(403);
        Api.as("auditor")
                .get("/api/v1/events/stream?lastEventId=x&accountId=acc_1")
                .then()
                .statusCode(422);
        Api.as("auditor").get("/api/v1/nothing").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/events/",
                "//api/v1/events",
                "/api/v1//events",
                "/api/v1/events;x=1",
                "/api/v1/./events",
                "/api/v1/events/../events",
                "/api/v1/%65vents/%2e%2e",
                "/api/v1/events%2fexport",
                "/api/v1/events/%2e/export",
                "/api/v1/events%3Abatch/",
                "/api/v1/events/export/",
                "/API/v1/events",
                "/api/v1/nothing",
                "/api/v2/events"
            })
    void no_form_of_a_url_widens_access(String path) {
        for (String who : List.of("requester", "support", "automation")) {
            int status = Api.as(who).get(path).statusCode();
            assertThat(status).as("%s %s", who, path).isIn(400, 401, 403, 404, 405);
        }
    }

    @Test
    void the_log_has_no_way_to_change_or_remove_an_entry() {
        Events event = event();
        Api.append(event);
        for (String who : List.of("auditor", "admin", "purge-service")) {
            assertThat(Api.as(who).delete("/api/v1/events/" + event.id()).statusCode())
                    .isIn(403, 405);
            assertThat(Api.as(who).put("/api/v1/events/" + event.id()).statusCode())
                    .isIn(403, 405, 415);
        }
        Api.as("auditor").get("/api/v1/events/" + event.id()).then().statusCode(200);
    }
}
