package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.audit.LiveTail.Heard;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(AuditServers.class)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class StreamIT {
    private final String account = "acc_" + UUID.randomUUID();
    private final String path = "/api/v1/events/stream?accountId=" + account;

    @Test
    void what_is_appended_is_told_as_search_would_show_it() throws Exception {
        try (LiveTail tail = LiveTail.of(path, null)) {
            assertThat(tail.next().data()).as("the greeting").isNull();
            Api.append(event());
            Events event = event().account(account).with("type", "purge.approved");
            long index = Api.append(event);

            Heard heard = tail.nextWithData();

            assertThat(heard.id()).isEqualTo(String.valueOf(index));
            assertThat(heard.name()).isEqualTo("purge.approved");
            assertThat(JsonPath.from(heard.data()).getString("id")).isEqualTo(event.id());
            assertThat(JsonPath.from(heard.data()).getString("event.type")).isEqualTo("purge.approved");
        }
    }

    @Test
    void who_comes_back_with_the_last_id_misses_nothing_and_hears_nothing_twice() throws Exception {
        List<String> appended = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        String last;
        try (LiveTail tail = LiveTail.of(path, null)) {
            last = tail.next().id();
        }
        for (int connection = 0; connection < 4; connection++) {
            for (int i = 0; i < 3; i++) {
                Events event = event().account(account);
                Api.append(event);
                appended.add(event.id());
            }
            try (LiveTail tail = LiveTail.of(path, last)) {
                // The third of them is left for the next connection.
                for (int i = 0; i < 2; i++) {
                    Heard one = tail.nextWithData();
                    heard.add(JsonPath.from(one.data()).getString("id"));
                    last = one.id();
                }
            }
        }
        try (LiveTail tail = LiveTail.of(path, last)) {
            while (heard.size() < appended.size()) {
                heard.add(JsonPath.from(tail.nextWithData().data()).getString("id"));
            }
        }
        assertThat(heard).isEqualTo(appended);
    }

    @Test
    void what_is_no_id_of_the_stream_is_refused() {
        Api.as("auditor")
                .header("Last-Event-ID", "yesterday")
                .get(path)
                .then()
                .statusCode(422)
                .body("code", equalTo("parameter-invalid"));
    }
}
