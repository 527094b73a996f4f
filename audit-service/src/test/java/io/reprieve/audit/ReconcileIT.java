package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the log counts of itself: what outboxes are held against, and numbers that do not follow each other. */
@QuarkusTest
@WithTestResource(AuditServers.class)
class ReconcileIT {
    @Test
    void the_count_and_digest_of_a_service_are_those_of_its_entries() throws Exception {
        long last = 0;
        for (int i = 0; i < 3; i++) {
            Api.append(event());
            last = append("backup-service", event().with("source", "/backup-service"));
        }
        JsonPath counts = countsBeyond("backup-service", last);
        List<Map<String, Object>> items = Api.as("backup-service")
                .get("/api/v1/events/ids?from=0&to=" + counts.getLong("size"))
                .jsonPath()
                .getList("items");

        byte[] digest = new byte[32];
        for (Map<String, Object> item : items) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(digest);
            sha256.update(ByteBuffer.allocate(8).putLong(0, ((Number) item.get("index")).longValue()));
            digest = sha256.digest(HexFormat.of().parseHex((String) item.get("leafHash")));
        }
        assertThat(items).hasSize(counts.getInt("entries")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(counts.getString("digest")).isEqualTo(HexFormat.of().formatHex(digest));
    }

    @Test
    void a_service_is_told_of_its_own_entries_alone_and_a_stranger_is_on_record() {
        Api.as("account-service")
                .get("/api/v1/events/counts?source=/purge-service")
                .then()
                .statusCode(403)
                .body("code", equalTo("not-own-source"));
        Api.as("auditor").get("/api/v1/events/counts").then().statusCode(403);
        Api.as("account-service").get("/api/v1/events/ids?from=3&to=3").then().statusCode(422);

        await().untilAsserted(() -> assertThat(found("access.refused", "actor=service:account-service"))
                .hasSize(1)
                .allSatisfy(entry -> {
                    assertThat(entry.getString("source")).isEqualTo("/audit-service");
                    assertThat(entry.getString("event.data.detail.call")).isEqualTo("GET /api/v1/events/counts");
                    assertThat(entry.getLong("event.data.detail.count")).isEqualTo(1);
                    assertThat(entry.getInt("event.data.class_uid")).isEqualTo(6003);
                }));
    }

    @Test
    void a_number_left_out_is_taken_and_told_in_the_log() {
        Events first = event();
        Api.append(first);
        Events third = Events.after(first, 3);
        long index = Api.append(third);
        Api.append(Events.after(third, 4));

        assertThat(breakAt(index).getString("event.data.comment")).isEqualTo("GAP");
        assertThat(breakAt(index).getLong("event.data.detail.expectedSeq")).isEqualTo(2);
        assertThat(breakAt(index).getLong("event.data.detail.foundSeq")).isEqualTo(3);
        assertThat(found("audit.gap-found", "limit=200"))
                .as("what follows the gap follows")
                .noneMatch(entry -> entry.getLong("event.data.detail.foundSeq") == 4);
        assertThat(Api.as("auditor").get("/q/metrics").asString()).contains("reprieve_audit_gaps");
    }

    @Test
    void another_predecessor_and_a_number_used_again_are_told_too() {
        Events first = event();
        Api.append(first);
        long fork = Api.append(Events.after(event(), 2).with("subject", first.subject()));
        long repeat = Api.append(event().with("subject", first.subject()));

        assertThat(breakAt(fork).getString("event.data.comment")).isEqualTo("FORK");
        assertThat(breakAt(repeat).getString("event.data.comment")).isEqualTo("REPEAT");
    }

    private static JsonPath breakAt(long index) {
        return await().until(
                        () -> found("audit.gap-found", "limit=200").stream()
                                .filter(entry -> entry.getLong("event.data.detail.index") == index)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static List<JsonPath> found(String type, String more) {
        JsonPath answer = Api.as("auditor")
                .get("/api/v1/events?type=" + type + "&" + more)
                .jsonPath();
        return IntStream.range(0, answer.getList("items").size())
                .mapToObj(i -> new JsonPath(answer.prettify()).setRootPath("items[" + i + "]"))
                .toList();
    }

    private static JsonPath countsBeyond(String service, long index) {
        return await().until(
                        () -> Api.as(service).get("/api/v1/events/counts").jsonPath(),
                        counts -> counts.getLong("size") > index);
    }

    private static long append(String service, Events event) {
        var answer = Api.append(service, event.line());
        answer.then().statusCode(200);
        return answer.jsonPath().getLong("items[0].index");
    }
}
