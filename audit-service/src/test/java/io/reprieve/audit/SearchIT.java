package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AuditServers.class)
class SearchIT {
    @Inject
    DataSource dataSource;

    private final String account = "acc_" + UUID.randomUUID();

    @Test
    void an_entry_is_found_by_each_of_its_marks_and_shown_whole() {
        String purge = "prg_" + UUID.randomUUID();
        Events event = event().account(account)
                .actor("psn_" + account)
                .with("type", "purge.approved")
                .with("correlationid", purge)
                .with("time", "2031-01-02T03:04:05Z")
                .with("subject", purge)
                .outcome("FAILURE")
                .reason("The twin of OPS-4711 holds no data")
                .detail("twin");
        Api.append(event());
        long index = Api.append(event);

        for (String query : List.of(
                "accountId=" + account,
                "actor=psn_" + account,
                "correlationId=" + purge,
                "type=purge.approved&accountId=" + account,
                "type=purge.*&accountId=" + account,
                "outcome=FAILURE&accountId=" + account,
                "subject=" + purge,
                "text=ops-4711+%22no+data%22&accountId=" + account,
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

    @Test
    void what_is_not_meant_is_not_found() {
        Api.append(event().account(account).reason("the twin holds the data"));
        for (String query :
                List.of("type=restore.*", "outcome=FAILURE", "text=triplet", "text=twin+-data", "subject=prg_other")) {
            assertThat(Api.as("auditor")
                            .get("/api/v1/events?accountId=" + account + "&" + query)
                            .jsonPath()
                            .getList("items"))
                    .as(query)
                    .isEmpty();
        }
    }

    @Test
    void a_search_says_as_of_which_size_and_its_pages_keep_to_it() {
        for (int i = 0; i < 3; i++) {
            Api.append(event().account(account));
        }
        JsonPath first = Api.as("auditor")
                .get("/api/v1/events?order=oldest&limit=2&accountId=" + account)
                .jsonPath();
        long last = Api.append(event().account(account));
        JsonPath second = Api.as("auditor")
                .get("/api/v1/events?order=oldest&limit=2&accountId=" + account + "&cursor=" + first.getString("next"))
                .jsonPath();

        assertThat(first.getLong("asOf")).isEqualTo(first.getLong("logSize")).isLessThanOrEqualTo(last);
        assertThat(second.getLong("asOf")).isEqualTo(first.getLong("asOf"));
        assertThat(second.getList("items")).hasSize(1);
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void persons_are_named_when_asked_for_and_not_otherwise() {
        Api.append(event().account(account).actor("psn_approver"));
        Api.append(event().account(account).actor("psn_gone"));
        String path = "/api/v1/events?accountId=" + account;

        assertThat(Api.as("auditor").get(path + "&names=true").jsonPath().getMap("names"))
                .isEqualTo(Map.of("psn_approver", "Approver Local"));
        assertThat(Api.as("auditor").get(path).jsonPath().getMap("")).doesNotContainKey("names");
    }

    @Test
    void what_was_appended_is_found_at_once() {
        for (int i = 0; i < 5; i++) {
            Events event = event().account("acc_" + UUID.randomUUID());
            Api.append(event);
            assertThat(Api.as("auditor")
                            .get("/api/v1/events?limit=1")
                            .jsonPath()
                            .getString("items[0].id"))
                    .isEqualTo(event.id());
        }
    }

    @Test
    void an_index_that_was_emptied_fills_itself_anew() throws Exception {
        Api.append(event().account(account));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN; UPDATE log_follower SET position = 0 WHERE name = 'search';"
                    + " DELETE FROM log_search; DELETE FROM log_search_span; COMMIT");
        }

        assertThat(Api.as("auditor")
                        .get("/api/v1/events?accountId=" + account)
                        .jsonPath()
                        .getList("items"))
                .hasSize(1);
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
