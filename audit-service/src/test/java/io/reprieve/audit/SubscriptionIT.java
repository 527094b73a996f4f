package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.audit.Receiver.Received;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(AuditServers.class)
class SubscriptionIT {
    private final String account = "acc_" + UUID.randomUUID();
    private final List<String> made = new ArrayList<>();
    private Receiver receiver;

    @Inject
    DataSource dataSource;

    @BeforeEach
    void receive() throws Exception {
        receiver = new Receiver();
    }

    @AfterEach
    void end() {
        receiver.close();
        made.forEach(id -> Api.as("admin").delete("/api/v1/subscriptions/" + id));
    }

    @Test
    void what_is_wanted_is_pushed_signed_and_nothing_else() throws Exception {
        JsonPath subscription = subscribe(receiver.url(), "\"accountId\":\"" + account + "\",\"type\":\"purge.*\"");
        Api.append(event());
        Api.append(event().account(account).with("type", "restore.planned"));
        Events wanted = event().account(account).with("type", "purge.approved");
        long index = Api.append(wanted);

        Received received = receiver.next();

        assertThat(received.id()).isEqualTo(wanted.id());
        JsonPath body = JsonPath.from(received.body());
        assertThat(body.getString("type")).isEqualTo("purge.approved");
        assertThat(body.getLong("data.index")).isEqualTo(index);
        assertThat(body.getString("data.event.id")).isEqualTo(wanted.id());
        Webhook webhook = new Webhook(subscription.getString("secret"));
        webhook.verify(received.body(), received.headers());
        assertThatThrownBy(() -> webhook.verify(received.body().replace("approved", "denied"), received.headers()))
                .isInstanceOf(WebhookVerificationException.class);
        await().until(() -> shown(subscription).getInt("pending") == 0);
        assertThat(receiver.waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 404, 302, 422})
    void what_was_not_taken_comes_again_under_the_same_id(int answer) throws Exception {
        receiver.answers(answer);
        JsonPath subscription = subscribe(receiver.url(), "\"accountId\":\"" + account + "\"");
        Events event = event().account(account);
        Api.append(event);

        assertThat(receiver.next().id()).isEqualTo(event.id());
        receiver.answers(200);
        assertThat(receiver.next().id()).isEqualTo(event.id());

        await().atMost(Duration.ofSeconds(20)).until(() -> shown(subscription).getInt("pending") == 0);
        await().untilAsserted(() ->
                assertThat(shown(subscription).getString("lastError")).isNull());
    }

    @Test
    void after_three_days_a_message_is_dead_and_can_be_sent_again() throws Exception {
        receiver.answers(500);
        JsonPath subscription = subscribe(receiver.url(), "\"accountId\":\"" + account + "\"");
        String path = "/api/v1/subscriptions/" + subscription.getString("id");
        long index = Api.append(event().account(account));
        receiver.next();
        execute("UPDATE delivery SET since = since - interval '3 days', due_at = now() WHERE number = " + index);

        await().atMost(Duration.ofSeconds(20)).until(() -> shown(subscription).getInt("dead") == 1);
        JsonPath dead = Api.as("auditor").get(path + "/dead-letters").jsonPath();
        assertThat(dead.getLong("items[0].number")).isEqualTo(index);
        assertThat(dead.getString("items[0].lastError")).isEqualTo("answered 500");

        receiver.answers(200);
        assertThat(Api.as("admin").post(path + "/resend").jsonPath().getInt("messages"))
                .isEqualTo(1);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        shown(subscription).getInt("dead") + shown(subscription).getInt("pending") == 0);
    }

    @Test
    void who_let_whom_be_told_is_an_entry_itself() {
        JsonPath subscription = subscribe(receiver.url(), "");
        String subject = subscription.getString("id");

        await().untilAsserted(() -> {
            JsonPath made = Api.as("auditor")
                    .get("/api/v1/events?type=subscription.made&subject=" + subject + ".made")
                    .jsonPath();
            assertThat(made.getString("items[0].actor")).isEqualTo("psn_admin");
            assertThat(made.getString("items[0].event.data.detail.host")).isEqualTo("localhost");
        });
    }

    @Test
    void a_receiver_that_says_gone_is_left_alone() throws Exception {
        receiver.answers(410);
        JsonPath subscription = subscribe(receiver.url(), "\"accountId\":\"" + account + "\"");
        Api.append(event().account(account));

        await().until(() -> "GONE".equals(shown(subscription).getString("state")));
    }

    @Test
    void one_that_hangs_holds_up_nobody_else() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            subscribe("http://localhost:" + silent.getLocalPort(), "\"accountId\":\"" + account + "\"");
            subscribe(receiver.url(), "\"accountId\":\"" + account + "\"");
            for (int i = 0; i < 3; i++) {
                Events event = event().account(account);
                Api.append(event);
                assertThat(receiver.next().id()).isEqualTo(event.id());
            }
        }
    }

    @Test
    void the_secret_is_shown_once_and_not_to_be_read_in_the_database() throws Exception {
        JsonPath subscription = subscribe(receiver.url(), "");
        String secret = subscription.getString("secret");

        assertThat(secret).startsWith("whsec_");
        assertThat(Api.as("auditor").get("/api/v1/subscriptions").asString())
                .contains(subscription.getString("id"))
                .doesNotContain(secret)
                .doesNotContain("secret");
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT encode(secret, 'escape') FROM subscription WHERE id = '"
                        + subscription.getString("id") + "'")) {
            row.next();
            assertThat(row.getString(1)).doesNotContain(secret);
        }
    }

    @Test
    void a_secret_is_changed_without_a_message_that_either_of_the_two_would_not_verify() throws Exception {
        JsonPath subscription = subscribe(receiver.url(), "\"accountId\":\"" + account + "\"");
        String id = subscription.getString("id");
        String first = subscription.getString("secret");

        String second = changeSecret(id).getString("secret");

        Api.append(event().account(account));
        Received both = receiver.next();
        new Webhook(first).verify(both.body(), both.headers());
        new Webhook(second).verify(both.body(), both.headers());

        String third = changeSecret(id).getString("secret");

        Api.append(event().account(account));
        Received changed = receiver.next();
        new Webhook(second).verify(changed.body(), changed.headers());
        new Webhook(third).verify(changed.body(), changed.headers());
        assertThatThrownBy(() -> new Webhook(first).verify(changed.body(), changed.headers()))
                .isInstanceOf(WebhookVerificationException.class);

        execute("UPDATE subscription SET former_until = now() WHERE id = '" + id + "'");
        Api.append(event().account(account));
        Received alone = receiver.next();
        new Webhook(third).verify(alone.body(), alone.headers());
        assertThatThrownBy(() -> new Webhook(second).verify(alone.body(), alone.headers()))
                .isInstanceOf(WebhookVerificationException.class);
        await().untilAsserted(() -> assertThat(Api.as("auditor")
                        .get("/api/v1/events?type=subscription.secret-changed&limit=200")
                        .jsonPath()
                        .getList("items.subject", String.class))
                .filteredOn(subject -> subject.startsWith(id))
                .hasSize(2));
    }

    private static JsonPath changeSecret(String id) {
        return Api.as("admin")
                .post("/api/v1/subscriptions/" + id + "/secret")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254/latest/meta-data",
                "https://[fe80::1]/",
                "https://10.0.0.1/",
                "https://0.0.0.0/",
                "gopher://localhost/",
                "https://user:password@localhost/",
                "nonsense"
            })
    void where_no_receiver_can_be_nothing_is_sent(String url) {
        Api.as("admin")
                .contentType(ContentType.JSON)
                .body("{\"url\":\"" + url + "\"}")
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(422)
                .body("code", equalTo("url-refused"));
    }

    @Test
    void only_a_platform_admin_decides_who_is_told() {
        for (String who : List.of("auditor", "support", "requester", "purge-service")) {
            Api.as(who)
                    .contentType(ContentType.JSON)
                    .body("{\"url\":\"" + receiver.url() + "\"}")
                    .post("/api/v1/subscriptions")
                    .then()
                    .statusCode(403);
        }
    }

    private JsonPath subscribe(String url, String filter) {
        JsonPath answer = Api.as("admin")
                .contentType(ContentType.JSON)
                .body("{\"url\":\"" + url + "\",\"filter\":{" + filter + "}}")
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        made.add(answer.getString("id"));
        return answer;
    }

    private static JsonPath shown(JsonPath subscription) {
        return Api.as("auditor")
                .get("/api/v1/subscriptions/" + subscription.getString("id"))
                .jsonPath();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
