package io.reprieve.purge.town;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.reprieve.localservers.Tokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;

/** purge-service as its callers see it, each with a real token. */
public final class Purges {
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();
    private static final Duration SOON = Duration.ofSeconds(15);

    private Purges() {}

    public static RequestSpecification as(String user) {
        return bearer(TOKENS.computeIfAbsent(user, name -> Tokens.of(realm(), name)));
    }

    public static RequestSpecification service(String client) {
        return bearer(TOKENS.computeIfAbsent("client " + client, ignored -> Tokens.ofService(realm(), client)));
    }

    private static RequestSpecification bearer(String token) {
        return given().log()
                .ifValidationFails()
                .auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .basePath("/api/v1");
    }

    public static Map<String, Object> order(TownAccount account) {
        return new HashMap<>(Map.of(
                "accountId", account.id,
                "kind", "CUSTOMER_REQUEST",
                "reason", "asked for in writing",
                "ticket", "T-1",
                "confirmName", account.name));
    }

    /** Requests a purge of the account; the request's id. */
    public static String request(TownAccount account) {
        return as("requester")
                .body(order(account))
                .post("/purge-requests")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    public static String requestedAndBackedUp(TownAccount account) {
        String id = request(account);
        awaitState(id, "AWAITING_APPROVAL");
        return id;
    }

    /**
     * All the way to the cooling-off, and no further until somebody tells the town's backup-service to speak again: nothing
     * is erased while the guards cannot be asked, however slow the test is.
     */
    public static String approvedAndKept(TownAccount account) {
        String id = approved(account);
        Town.get().silent.add("backup");
        return id;
    }

    /** All the way to the cooling-off. */
    public static String approved(TownAccount account) {
        String id = requestedAndBackedUp(account);
        approve("approver", id).then().statusCode(201);
        return id;
    }

    public static Response get(String id) {
        return as("requester").get("/purge-requests/" + id);
    }

    public static String state(String id) {
        return get(id).path("state");
    }

    public static void awaitState(String id, String state) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            Response now = get(id);
            assertThat(now.<String>path("state"))
                    .as("%s", now.<String>path("why"))
                    .isEqualTo(state);
        });
    }

    /** Approves what is there to be seen; looks again, as a person would, where the request moved on between look and call. */
    public static Response approve(String user, String id) {
        Response answer = approveAsSeen(user, id);
        for (int looks = 1; answer.statusCode() == 412 && looks < 10; looks++) {
            answer = approveAsSeen(user, id);
        }
        return answer;
    }

    private static Response approveAsSeen(String user, String id) {
        Response seen = get(id);
        return as(user).header("If-Match", seen.header("ETag"))
                .body(Map.of("evidenceDigest", String.valueOf(seen.<String>path("evidence.digest")), "comment", "seen"))
                .post("/purge-requests/" + id + "/approvals");
    }

    public static Response reprieve(String user, String id) {
        return as(user).body(Map.of("reason", "they called")).post("/purge-requests/" + id + "/reprieve");
    }

    /** Two people lift the freeze. */
    public static void thaw() {
        as("approver").delete("/freeze?reason=looked-into").then().statusCode(202);
        as("admin").delete("/freeze?reason=looked-into").then().statusCode(200).body("frozen", equalTo(false));
    }

    /** On the service's own database, as its owner; how many rows it touched. */
    public static int sql(String statement) {
        var config = ConfigProvider.getConfig();
        try (Connection connection = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class), "purge", "purge");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
            return sql.getUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String realm() {
        return ConfigProvider.getConfig().getValue("quarkus.oidc.auth-server-url", String.class);
    }
}
