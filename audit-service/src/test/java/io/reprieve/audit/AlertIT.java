package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.audit.LiveTail.Heard;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(AuditServers.class)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AlertIT {
    private final String person = "psn_" + UUID.randomUUID();

    @Test
    void an_entry_that_alerts_is_told_by_stream_webhook_list_and_metric() throws Exception {
        try (Receiver receiver = new Receiver();
                LiveTail tail = LiveTail.of("/api/v1/alerts/stream", null)) {
            tail.next();
            String subscription = Api.as("admin")
                    .contentType(ContentType.JSON)
                    .body("{\"url\":\"" + receiver.url() + "\",\"topic\":\"ALERTS\"}")
                    .post("/api/v1/subscriptions")
                    .jsonPath()
                    .getString("id");
            Events event = event().with("type", "deletion.unsanctioned").actor(person);
            long index = Api.append(event);

            Heard heard = tail.nextWithData();
            while (!heard.name().equals("unsanctioned-deletion")) {
                heard = tail.nextWithData(); // that somebody subscribed alerts as well
            }
            assertThat(JsonPath.from(heard.data()).getList("entries", Long.class))
                    .containsExactly(index);
            JsonPath pushed = JsonPath.from(receiver.next().body());
            while (!pushed.getString("type").equals("alert.unsanctioned-deletion")) {
                pushed = JsonPath.from(receiver.next().body());
            }
            assertThat(pushed.getString("data.severity")).isEqualTo("CRITICAL");
            assertThat(alerts("unsanctioned-deletion", index)).hasSize(1);
            assertThat(Api.as("auditor").get("/q/metrics").asString())
                    .contains("reprieve_audit_alerts_total{rule=\"unsanctioned-deletion\",severity=\"CRITICAL\"}");
            Api.as("admin").delete("/api/v1/subscriptions/" + subscription);
        }
    }

    @Test
    void a_rule_that_counts_alerts_once_so_many_came_within_so_long_from_the_same() {
        for (int i = 0; i < 9; i++) {
            refused(person, "2026-11-23T04:0" + i + ":00Z", null);
        }
        refused("psn_somebody_else", "2026-11-23T04:09:00Z", null);
        long tenth = refused(person, "2026-11-23T04:09:59Z", null);

        await().untilAsserted(
                        () -> assertThat(alerts("access-refused-often", tenth)).hasSize(1));
        assertThat(mine()).hasSize(1);
        assertThat((List<?>) mine().get(0).get("entries")).hasSize(10);
    }

    @Test
    void what_lies_too_far_apart_does_not_count_together() {
        for (int i = 0; i < 9; i++) {
            refused(person, "2026-11-23T05:00:00Z", null);
        }
        refused(person, "2026-11-23T05:10:00Z", null);
        long last = refused(person, "2026-11-23T05:10:01Z", "9");

        await().untilAsserted(
                        () -> assertThat(alerts("access-refused-often", last)).hasSize(1));
        assertThat(mine()).hasSize(1);
    }

    private List<Map<String, Object>> alerts(String rule, long lastEntry) {
        return Api.as("auditor")
                .get("/api/v1/alerts?rule=" + rule)
                .jsonPath()
                .<Map<String, Object>>getList("items")
                .stream()
                .filter(alert -> ((List<?>) alert.get("entries"))
                        .stream().anyMatch(entry -> ((Number) entry).longValue() == lastEntry))
                .toList();
    }

    private List<Map<String, Object>> mine() {
        return Api.as("auditor")
                .get("/api/v1/alerts?rule=access-refused-often")
                .jsonPath()
                .<Map<String, Object>>getList("items")
                .stream()
                .filter(alert -> person.equals(alert.get("key")))
                .toList();
    }

    private static long refused(String who, String time, String count) {
        Events event = event().with("type", "access.refused").with("time", time).actor(who);
        return Api.append(count == null ? event : event.detail("count", count));
    }
}
