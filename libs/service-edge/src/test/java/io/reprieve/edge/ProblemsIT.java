package io.reprieve.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.edge.app.TestEnvironment;
import io.reprieve.edge.app.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class ProblemsIT {

    private static RequestSpecification asPerson() {
        return given().auth().oauth2(TestTokens.person("ada", "purge-requester"));
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String code, String path) {
        return response.statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .body("type", equalTo("https://reprieve.io/problems/" + code))
                .body("code", equalTo(code))
                .body("status", equalTo(status))
                .body("title", not(equalTo("")))
                .body("instance", equalTo(path))
                .body("traceId", matchesPattern("[0-9a-f]{32}"));
    }

    @Test
    void a_refusal_of_a_use_case_is_a_problem_with_allowed_actions() {
        ValidatableResponse response = asPerson()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"taken\",\"kind\":\"SMALL\"}")
                .post("/api/v1/things")
                .then();
        problem(response, 409, "taken", "/api/v1/things").body("allowedActions", hasItem("rename"));
    }

    @Test
    void an_unexpected_error_is_internal_and_tells_nothing() {
        ValidatableResponse response = asPerson()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"broken\",\"kind\":\"SMALL\"}")
                .post("/api/v1/things")
                .then();
        problem(response, 500, "internal", "/api/v1/things");
        assertThat(response.extract().asString()).doesNotContain("secret", "Exception", "java");
    }

    @Test
    void what_is_not_valid_is_named_field_by_field() {
        ValidatableResponse response = asPerson()
                .contentType(ContentType.JSON)
                .body("{\"name\":\" \"}")
                .post("/api/v1/things")
                .then();
        problem(response, 422, "invalid", "/api/v1/things")
                .body("errors.field", hasItem("name"))
                .body("errors.field", hasItem("kind"));
    }

    @Test
    void an_unknown_member_of_a_closed_set_names_the_known_ones() {
        ValidatableResponse response = asPerson()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"x\",\"kind\":\"HUGE\"}")
                .post("/api/v1/things")
                .then();
        problem(response, 422, "invalid", "/api/v1/things")
                .body("errors[0].field", equalTo("kind"))
                .body("errors[0].message", equalTo("must be one of SMALL, LARGE"));
        assertThat(response.extract().asString()).doesNotContain("io.reprieve");
    }

    @Test
    void malformed_json_is_told_by_its_place() {
        for (String body : new String[] {"{\"name\":", "nonsense", "[1,2"}) {
            ValidatableResponse response = asPerson()
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post("/api/v1/things")
                    .then();
            problem(response, 400, "malformed-json", "/api/v1/things");
        }
    }

    @Test
    void a_body_of_another_shape_is_refused() {
        for (String body : new String[] {"[]", "7", "{\"name\":{},\"kind\":\"SMALL\"}"}) {
            int status = asPerson()
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post("/api/v1/things")
                    .then()
                    .contentType(startsWith("application/problem+json"))
                    .extract()
                    .statusCode();
            assertThat(status).as(body).isIn(400, 422);
        }
    }

    @Test
    void routing_refuses_with_problems() {
        problem(asPerson().get("/api/v1/nowhere").then(), 404, "not-found", "/api/v1/nowhere");
        problem(asPerson().delete("/api/v1/things").then(), 405, "method-not-allowed", "/api/v1/things");
        problem(asPerson().accept("image/png").get("/api/v1/me").then(), 406, "not-acceptable", "/api/v1/me");
        problem(
                asPerson()
                        .contentType("text/csv")
                        .body("a,b")
                        .post("/api/v1/things")
                        .then(),
                415,
                "unsupported-media-type",
                "/api/v1/things");
        problem(given().get("/elsewhere").then(), 404, "not-found", "/elsewhere");
    }

    @Test
    void without_a_token_the_answer_is_401_with_a_challenge() {
        problem(given().get("/api/v1/me").then(), 401, "unauthenticated", "/api/v1/me")
                .header("WWW-Authenticate", startsWith("Bearer"));
    }

    @Test
    void a_token_that_does_not_hold_is_401() {
        String altered = TestTokens.person("ada") + "x";
        for (String token : new String[] {"garbage", "a.b.c", altered, TestTokens.forged("ada", "platform-admin")}) {
            problem(given().auth().oauth2(token).get("/api/v1/me").then(), 401, "unauthenticated", "/api/v1/me")
                    .header("WWW-Authenticate", startsWith("Bearer"));
        }
    }

    @Test
    void the_path_policy_refuses_with_a_problem() {
        problem(asPerson().get("/api/v1/admin").then(), 403, "forbidden", "/api/v1/admin");
        given().auth()
                .oauth2(TestTokens.person("root", "platform-admin"))
                .get("/api/v1/admin")
                .then()
                .statusCode(200);
    }

    @Test
    void an_id_of_another_kind_is_refused() {
        String purge = Ids.next("prg");
        problem(asPerson().get("/api/v1/things/" + purge).then(), 422, "wrong-id-type", "/api/v1/things/" + purge);
    }

    @Test
    void deciding_without_having_seen_is_refused() {
        problem(
                asPerson().contentType(ContentType.JSON).put("/api/v1/things/1").then(),
                428,
                "if-match-missing",
                "/api/v1/things/1");
        problem(
                asPerson()
                        .contentType(ContentType.JSON)
                        .header("If-Match", "\"v6\"")
                        .put("/api/v1/things/1")
                        .then(),
                412,
                "if-match-stale",
                "/api/v1/things/1");
        asPerson()
                .contentType(ContentType.JSON)
                .header("If-Match", "\"v7\"")
                .put("/api/v1/things/1")
                .then()
                .statusCode(200);
    }

    @Test
    void a_signed_token_that_does_not_hold_is_a_403_by_its_code() {
        problem(asPerson().get("/api/v1/warrant").then(), 403, "token-expired", "/api/v1/warrant");
    }

    @Test
    void a_service_that_does_not_answer_is_503() {
        problem(asPerson().get("/api/v1/elsewhere/200").then(), 503, "upstream-unavailable", "/api/v1/elsewhere/200")
                .header("Retry-After", "2");
    }

    @Test
    void a_caller_may_give_the_trace_id() {
        asPerson()
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .get("/api/v1/nowhere")
                .then()
                .body("traceId", equalTo("0af7651916cd43dd8448eb211c80319c"));
    }

    @Test
    void pages_link_to_the_next() {
        String next = asPerson()
                .get("/api/v1/things?limit=2")
                .then()
                .statusCode(200)
                .body("items", equalTo(java.util.List.of(0, 1)))
                .header("Link", containsString("/api/v1/things?limit=2&cursor="))
                .extract()
                .path("next");
        asPerson()
                .get("/api/v1/things?limit=3&cursor=" + next)
                .then()
                .body("items", equalTo(java.util.List.of(2, 3, 4)))
                .body("next", equalTo(null));
        problem(asPerson().get("/api/v1/things?limit=201").then(), 422, "limit-out-of-range", "/api/v1/things");
        problem(asPerson().get("/api/v1/things?cursor=xyz").then(), 422, "cursor-unknown", "/api/v1/things");
    }
}
