package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AuditServers.class)
class SearchIT {
    private final String account = "acc_" + UUID.randomUUID();

    @Test
    void an_entry_is_found_by_each_of_its_marks_and_shown_whole() {
        String purge = "prg_" + UUID.randomUUID();
        Events event = event().account(account)
                .actor("psn_" + account)
                .with("type", "purge.approved")
                .with("correlationid", purge)
                .with("time", "2031-01-02T03:04:05Z")
                .detail("twin");
        long index = Api.append(event);

        for (String query : List.of(
                "accountId=" + account,
                "actor=psn_" + account,
                "correlationId=" + purge,
                "type=purge.approved&accountId=" + account,
                "from=2031-01-02T03:04:05Z&to=2031-01-02T03:04:06Z")) {
            JsonPath found = Api.as("auditor").get("/api/v1/events?" + query).jsonPath();
            assertThat(found.getList("items")).as(query).hasSize(1);
            assertThat(found.getLong("items[0].index")).isEqualTo(index);
            assertThat(found.getString("items[0].id")).isEqualTo(event.id());
            assertThat(found.getString("items[0].time")).isEqualTo("2031-01-02T03:04:05Z");
            assertThat(found.getString("items[0].event.data.detail.note")).isEqualTo("twin");
        }
        assertThat(Api.as("auditor")
                        .get("/api/v1/events?type=purge.denied&accountId=" + account)
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
        assertThat(Api.as("auditor")
                        .get("/api/v1/events/" + event.id())
                        .jsonPath()
                        .getLong("index"))
                .isEqualTo(index);
    }

    @Test
    void pages_follow_one_another_without_gap_or_repeat_while_the_log_grows() {
        List<Long> appended = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            appended.add(Api.append(event().account(account)));
        }
        List<Long> oldestFirst = walk("order=oldest", false);
        List<Long> newestFirst = walk("order=newest", true);

        assertThat(oldestFirst).isEqualTo(appended);
        assertThat(newestFirst).hasSize(7).containsExactlyElementsOf(reversed(appended));
    }

    private List<Long> walk(String order, boolean growing) {
        List<Long> seen = new ArrayList<>();
        String cursor = "";
        do {
            Response page = Api.as("auditor").get("/api/v1/events?accountId=" + account + "&limit=3&" + order + cursor);
            page.then().statusCode(200);
            seen.addAll(page.jsonPath().getList("items.index", Long.class));
            String next = page.jsonPath().getString("next");
            assertThat(page.header("Link") == null).isEqualTo(next == null);
            cursor = next == null ? null : "&cursor=" + next;
            if (growing) {
                Api.append(event().account(account));
            }
        } while (cursor != null);
        return seen;
    }

    private static List<Long> reversed(List<Long> list) {
        List<Long> reversed = new ArrayList<>(list);
        java.util.Collections.reverse(reversed);
        return reversed;
    }

    @Test
    void malformed_criteria_are_refused_by_name() {
        for (String query : List.of("from=yesterday", "order=random", "cursor=nonsense", "limit=0", "limit=201")) {
            Api.as("auditor").get("/api/v1/events?" + query).then().statusCode(422);
        }
        Api.as("auditor").get("/api/v1/events?from=yesterday").then().body("errors[0].field", equalTo("from"));
    }
}
