package io.reprieve.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.edge.app.TestEnvironment;
import io.reprieve.edge.app.TestTokens;
import io.reprieve.edge.app.ThingsResource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class IdempotencyIT {
    private static final String SMALL = "{\"name\":\"x\",\"kind\":\"SMALL\"}";

    @Inject
    DataSource database;

    private static Response post(String person, String key, String body) {
        return given().auth()
                .oauth2(TestTokens.person(person, "account-admin"))
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/api/v1/things");
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static int made() {
        return ThingsResource.MADE.get();
    }

    @Test
    void the_same_key_and_body_give_the_same_answer_once_done() {
        String key = newKey();
        int before = made();
        Response first = post("ada", key, SMALL);
        Response second = post("ada", key, SMALL);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.contentType()).isEqualTo(first.contentType());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(made()).isEqualTo(before + 1);
    }

    @Test
    void a_refusal_is_repeated_too() {
        String key = newKey();
        String taken = "{\"name\":\"taken\",\"kind\":\"SMALL\"}";
        Response first = post("ada", key, taken);
        Response second = post("ada", key, taken);
        assertThat(first.statusCode()).isEqualTo(409);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.contentType()).startsWith("application/problem+json");
        assertThat(second.asString()).isEqualTo(first.asString());
    }

    @Test
    void another_body_under_a_used_key_is_refused() {
        String key = newKey();
        post("ada", key, SMALL).then().statusCode(201);
        post("ada", key, "{\"name\":\"y\",\"kind\":\"SMALL\"}")
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
    }

    @Test
    void a_key_belongs_to_its_caller() {
        String key = newKey();
        int before = made();
        post("ada", key, SMALL).then().statusCode(201);
        post("bob", key, SMALL).then().statusCode(201);
        assertThat(made()).isEqualTo(before + 2);
    }

    @Test
    void a_failure_may_be_tried_again() {
        String key = newKey();
        int before = made();
        String broken = "{\"name\":\"broken\",\"kind\":\"SMALL\"}";
        post("ada", key, broken).then().statusCode(500);
        post("ada", key, broken).then().statusCode(500);
        assertThat(made()).isEqualTo(before + 2);
    }

    @Test
    void of_many_at_once_one_is_done_and_the_others_are_told_so() {
        String key = newKey();
        int before = made();
        String slow = "{\"name\":\"slow\",\"kind\":\"LARGE\",\"millis\":500}";
        List<Integer> statuses = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> post("ada", key, slow).statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(made()).isEqualTo(before + 1);
        assertThat(statuses).contains(201).allMatch(status -> status == 201 || status == 409);
    }

    @Test
    void a_request_whose_process_died_is_done_after_its_lease() throws SQLException {
        String key = newKey();
        post("ada", key, SMALL).then().statusCode(201);
        sql("UPDATE idempotency_key SET status = NULL, started_at = clock_timestamp() WHERE key = '" + key + "'");
        post("ada", key, SMALL).then().statusCode(409).body("code", equalTo("idempotency-in-flight"));
        sql("UPDATE idempotency_key SET started_at = clock_timestamp() - interval '2 s' WHERE key = '" + key + "'");
        int before = made();
        post("ada", key, SMALL).then().statusCode(201);
        assertThat(made()).isEqualTo(before + 1);
    }

    @Test
    void without_a_key_each_request_is_done() {
        int before = made();
        for (int i = 0; i < 2; i++) {
            given().auth()
                    .oauth2(TestTokens.person("ada", "account-admin"))
                    .contentType(ContentType.JSON)
                    .body(SMALL)
                    .post("/api/v1/things")
                    .then()
                    .statusCode(201);
        }
        assertThat(made()).isEqualTo(before + 2);
    }

    @Test
    void a_malformed_key_is_refused() {
        post("ada", "x".repeat(256), SMALL).then().statusCode(400).body("code", equalTo("idempotency-key-malformed"));
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement run = connection.createStatement()) {
            run.executeUpdate(statement);
        }
    }
}
