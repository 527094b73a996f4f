package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An entry that the owner of the tables removed. */
@QuarkusTest
@WithTestResource(AuditServers.class)
class DamagedLogIT {
    private final String account = "acc_" + UUID.randomUUID();
    private final List<Events> events = new ArrayList<>();
    private long first;
    private double alarms;

    @BeforeEach
    void remove_the_second_of_three() throws SQLException {
        for (int i = 0; i < 3; i++) {
            events.add(event().account(account));
        }
        first = Api.append(events.get(0));
        Api.append(events.get(1));
        Api.append(events.get(2));
        await().atMost(Duration.ofSeconds(20)).until(() -> found().size() == 3);
        alarms = alarms();
        owner("CREATE TABLE removed AS SELECT * FROM log_entry WHERE index = " + (first + 1));
        owner("DELETE FROM log_entry WHERE index = " + (first + 1));
    }

    @AfterEach
    void put_it_back() throws SQLException {
        owner("INSERT INTO log_entry TABLE removed");
        owner("DROP TABLE removed");
    }

    @Test
    void its_bundle_is_a_problem_that_names_it_and_raises_the_alarm() {
        long bundle = (first + 1) / 256;
        long width = Math.min(256, first + 3 - bundle * 256);

        Api.as("auditor")
                .get("/api/v1/tile/entries/" + String.format("%03d", bundle) + (width < 256 ? ".p/" + width : ""))
                .then()
                .statusCode(503)
                .body("code", equalTo("log-damaged"))
                .body("detail", containsString("entry " + (first + 1) + " is missing"));

        assertThat(alarms()).isGreaterThan(alarms);
    }

    @Test
    void the_others_are_found_and_the_search_says_which_is_missing() {
        var page = Api.as("auditor")
                .get("/api/v1/events?limit=2&order=oldest&accountId=" + account)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(page.getList("items.id")).containsExactly(events.get(0).id());
        assertThat(page.getList("missing", Long.class)).containsExactly(first + 1);
        Api.as("auditor")
                .get("/api/v1/events?limit=2&order=oldest&accountId=" + account + "&cursor=" + page.getString("next"))
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(events.get(2).id())));
        assertThat(alarms()).isGreaterThan(alarms);
    }

    @Test
    void an_export_holds_the_others() {
        assertThat(Api.as("auditor")
                        .get("/api/v1/events/export?format=csv&proofs=false&accountId=" + account)
                        .asString())
                .contains(events.get(0).id(), events.get(2).id())
                .doesNotContain(events.get(1).id());
    }

    private List<String> found() {
        return Api.as("auditor")
                .get("/api/v1/events?accountId=" + account)
                .jsonPath()
                .getList("items.id");
    }

    private static double alarms() {
        return Api.as("auditor")
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("reprieve_audit_damage_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static void owner(String sql) throws SQLException {
        try (Connection owner = AuditServers.owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("ALTER TABLE log_entry DISABLE TRIGGER USER");
            statement.execute(sql);
            statement.execute("ALTER TABLE log_entry ENABLE TRIGGER USER");
        }
    }
}
