package io.reprieve.backup.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprieve.edge.Ids;
import io.reprieve.localservers.TestServers;
import io.reprieve.localservers.Tokens;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The API as the local users call it. */
public final class Api {

    // They live for five.
    private static final Duration USED_FOR = Duration.ofMinutes(3);
    private static final Map<String, Token> TOKENS = new ConcurrentHashMap<>();

    private Api() {}

    private record Token(String text, Instant taken) {
        boolean isFresh() {
            return Instant.now().isBefore(taken.plus(USED_FOR));
        }
    }

    /** @return a token of a local user, or of a service by its client's name */
    public static String token(String who) {
        return TOKENS.compute(who, (name, held) -> held != null && held.isFresh() ? held : taken(name))
                .text();
    }

    private static Token taken(String who) {
        String text = who.endsWith("-service")
                ? Tokens.ofService(TestServers.keycloak(), who)
                : Tokens.of(TestServers.keycloak(), who);
        return new Token(text, Instant.now());
    }

    /** GET as somebody. */
    public static Response get(String who, String path) {
        return given().auth().oauth2(token(who)).get("/api/v1" + path);
    }

    /** POST as somebody. */
    public static Response post(String who, String path, Map<String, ?> body) {
        return given().auth()
                .oauth2(token(who))
                .contentType("application/json")
                .body(body)
                .post("/api/v1" + path);
    }

    /** Registers an account of the product. */
    public static String account(String accountKey) {
        String id = Ids.next("acc");
        AccountServiceStandIn.register(id, accountKey);
        return id;
    }

    /** Takes a backup and waits until it is verified. */
    public static JsonPath backup(String accountId) {
        return backups(List.of(accountId)).get(0);
    }

    /** Takes backups, side by side, and waits until they are verified. */
    public static List<JsonPath> backups(List<String> accountIds) {
        List<String> operations = accountIds.stream()
                .map(account -> askForBackup(account).getString("id"))
                .toList();
        return operations.stream()
                .map(operation -> succeeded(operation).getString("result.backupId"))
                .map(backup -> get("restorer", "/backups/" + backup).jsonPath())
                .toList();
    }

    /** Asks for a backup, which is taken in its own time. */
    public static JsonPath askForBackup(String accountId) {
        Response accepted = post("restorer", "/backups", Map.of("accountId", accountId, "reason", "a test"));
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(202);
        return accepted.jsonPath();
    }

    /** Plans a restore. */
    public static JsonPath plan(String backupId) {
        Response created = post("restorer", "/restore-plans", Map.of("backupId", backupId, "mode", "IN_PLACE"));
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        return created.jsonPath();
    }

    /** Orders a restore by its plan. */
    public static Response restore(JsonPath plan) {
        return post(
                "restorer",
                "/restores",
                Map.of("planId", plan.getString("id"), "planHash", plan.getString("planHash")));
    }

    /** Waits until the operation has succeeded. */
    public static JsonPath succeeded(String operationId) {
        JsonPath ended = ended(operationId);
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("SUCCEEDED");
        return ended;
    }

    /** Waits until the operation has ended one way or the other. */
    public static JsonPath ended(String operationId) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !"RUNNING".equals(operation(operationId).getString("state")));
        return operation(operationId);
    }

    /** @return the operation as it is now */
    public static JsonPath operation(String operationId) {
        return get("restorer", "/operations/" + operationId).jsonPath();
    }
}
