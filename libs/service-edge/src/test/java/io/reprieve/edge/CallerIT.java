package io.reprieve.edge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.edge.app.TestEnvironment;
import io.reprieve.edge.app.TestTokens;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class CallerIT {

    private static ValidatableResponse me(String token) {
        return given().auth().oauth2(token).get("/api/v1/me").then().statusCode(200);
    }

    private static Map<String, Object> person() {
        return new HashMap<>(Map.of(
                "sub", "sub-ada",
                "person_id", "psn_ada",
                "preferred_username", "ada",
                "azp", "reprieve-cli",
                "auth_time", 1_700_000_000L,
                "realm_access", Map.of("roles", List.of("purge-approver"))));
    }

    @Test
    void a_person_at_an_allowed_client_is_human() {
        me(TestTokens.person("ada", "purge-requester"))
                .body("human", equalTo(true))
                .body("subject", equalTo("sub-ada"))
                .body("personId", equalTo("psn_ada"))
                .body("clientId", equalTo("reprieve-cli"))
                .body("roles", hasItem("purge-requester"))
                .body("actor.id", equalTo("psn_ada"))
                .body("actor.kind", equalTo("person"))
                .body("signedIn", equalTo(true))
                .body("tokenParts", equalTo(3))
                .body("purgeService", equalTo(false));
    }

    @Test
    void a_service_account_is_not_human() {
        me(TestTokens.service("purge-service"))
                .body("human", equalTo(false))
                .body("personId", nullValue())
                .body("actor.id", equalTo("service:purge-service"))
                .body("actor.kind", equalTo("service"))
                .body("signedIn", equalTo(false))
                .body("purgeService", equalTo(true));
    }

    @Test
    void another_client_is_not_human() {
        Map<String, Object> claims = person();
        claims.put("azp", "automation");
        me(TestTokens.token(claims)).body("human", equalTo(false));
    }

    @Test
    void without_auth_time_nobody_is_human() {
        Map<String, Object> claims = person();
        claims.remove("auth_time");
        me(TestTokens.token(claims)).body("human", equalTo(false));
    }

    @Test
    void a_service_account_of_an_allowed_client_is_not_human() {
        Map<String, Object> claims = person();
        claims.put("preferred_username", "service-account-reprieve-cli");
        me(TestTokens.token(claims)).body("human", equalTo(false));
    }

    @Test
    void a_person_with_the_service_role_is_no_service() {
        Map<String, Object> claims = person();
        claims.put("azp", "purge-service");
        claims.put("realm_access", Map.of("roles", List.of("purge-approver")));
        me(TestTokens.token(claims)).body("purgeService", equalTo(false));
    }

    @Test
    void without_person_id_the_actor_is_the_subject() {
        Map<String, Object> claims = person();
        claims.remove("person_id");
        me(TestTokens.token(claims)).body("personId", nullValue()).body("actor.id", equalTo("subject:sub-ada"));
    }

    @Test
    void roles_and_services_are_asked_for_by_name() {
        given().auth()
                .oauth2(TestTokens.person("ada", "purge-requester"))
                .get("/api/v1/approvers")
                .then()
                .statusCode(403)
                .body("code", equalTo("role-missing"))
                .body("needsAny", hasItem("purge-approver"));
        given().auth()
                .oauth2(TestTokens.person("bob", "purge-approver"))
                .get("/api/v1/approvers")
                .then()
                .statusCode(200);
        for (String token : new String[] {TestTokens.person("bob", "service"), TestTokens.service("automation")}) {
            given().auth()
                    .oauth2(token)
                    .get("/api/v1/services")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("service-only"));
        }
        given().auth()
                .oauth2(TestTokens.service("purge-service"))
                .get("/api/v1/services")
                .then()
                .statusCode(200);
    }

    @Test
    void a_token_for_another_audience_or_issuer_is_refused() {
        for (Map.Entry<String, Object> change : Map.<String, Object>of(
                        "aud", "elsewhere", "iss", "https://other.test", "exp", 1_700_000_000L)
                .entrySet()) {
            Map<String, Object> claims = person();
            claims.put(change.getKey(), change.getValue());
            given().auth()
                    .oauth2(TestTokens.token(claims))
                    .get("/api/v1/me")
                    .then()
                    .statusCode(401);
        }
    }
}
