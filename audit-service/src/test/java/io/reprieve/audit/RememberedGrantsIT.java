package io.reprieve.audit;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.localservers.TestServers;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** Once Keycloak has ended a session it grants its token nothing more, which shows what was asked anew and what was not. */
@QuarkusTest
@WithTestResource(AuditServers.class)
class RememberedGrantsIT {
    @Test
    void what_was_granted_a_moment_ago_is_not_asked_again() {
        Session session = new Session();
        session.get("/api/v1/events").then().statusCode(200);
        session.get("/api/v1/events/evt_01900000-0000-7000-8000-000000000000")
                .then()
                .statusCode(404);
        session.end();

        session.get("/api/v1/events?limit=1").then().statusCode(200);
        session.get("/api/v1/events/evt_01900000-0000-7000-8000-000000000001")
                .then()
                .statusCode(404);
    }

    @Test
    void another_resource_or_another_method_or_another_token_is() {
        Session session = new Session();
        Session other = new Session();
        session.get("/api/v1/events").then().statusCode(200);
        session.end();
        other.end();

        session.get("/api/v1/checkpoints/latest").then().statusCode(403);
        session.call().delete("/api/v1/events").then().statusCode(403);
        other.get("/api/v1/events").then().statusCode(403);
    }

    @Test
    void a_refusal_is_never_remembered_as_a_grant() {
        String support = "/api/v1/events/export";
        Api.as("support").get(support).then().statusCode(403);
        Api.as("support").get(support).then().statusCode(403);
    }

    /** An auditor's own session. */
    private static final class Session {
        private final String openId = TestServers.keycloak().realmUrl() + "/protocol/openid-connect";
        private final JsonPath tokens = given().formParam("grant_type", "password")
                .formParam("client_id", "reprieve-cli")
                .formParam("username", "auditor")
                .formParam("password", "auditor")
                .post(openId + "/token")
                .jsonPath();

        RequestSpecification call() {
            return given().auth().oauth2(tokens.getString("access_token"));
        }

        Response get(String path) {
            return call().get(path);
        }

        void end() {
            given().formParam("client_id", "reprieve-cli")
                    .formParam("refresh_token", tokens.getString("refresh_token"))
                    .post(openId + "/logout")
                    .then()
                    .statusCode(204);
        }
    }
}
