package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.audit.append.AppendEvents;
import io.reprieve.audit.log.Entry;
import io.reprieve.audit.tree.TreeHash;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AuditServers.class)
class AppendIT {
    @Inject
    AppendEvents sequencer;

    @Inject
    DataSource dataSource;

    @Test
    void a_batch_is_placed_in_its_order_under_a_larger_tree() {
        Events first = event();
        Events second = event();

        Response answer = Api.append("purge-service", first.line(), second.line());

        answer.then().statusCode(200);
        long index = answer.jsonPath().getLong("items[0].index");
        assertThat(answer.jsonPath().getLong("items[1].index")).isEqualTo(index + 1);
        assertThat(answer.jsonPath().getString("items[1].id")).isEqualTo(second.id());
        assertThat(answer.jsonPath().getString("items[0].leafHash"))
                .isEqualTo(HexFormat.of().formatHex(TreeHash.leaf(first.bytes())));
        long size = answer.jsonPath().getLong("treeSize");
        assertThat(size).isGreaterThanOrEqualTo(index + 2);
        assertThat(answer.jsonPath().getString("checkpoint")).startsWith("reprieve/audit\n" + size + "\n");
    }

    @Test
    void the_same_event_again_is_answered_with_its_place_and_adds_nothing() throws Exception {
        Events event = event();
        long index = Api.append(event);

        assertThat(Api.append(event)).isEqualTo(index);
        Response twice = Api.append("purge-service", event.line(), event.line());

        assertThat(twice.jsonPath().getLong("items[1].index")).isEqualTo(index);
        assertThat(entries(event.id())).isEqualTo("1");
    }

    @Test
    void the_same_id_with_other_bytes_is_a_conflict_and_nothing_of_its_batch_is_kept() throws Exception {
        Events event = event();
        Events companion = event();
        Api.append(event);

        Api.append("purge-service", companion.line(), event.detail("rewritten").line())
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("event-id-reused"))
                .body("eventId", equalTo(event.id()));

        assertThat(entries(companion.id())).isEqualTo("0");
    }

    @Test
    void what_is_not_an_event_is_named_by_its_line() {
        Api.append(
                        "purge-service",
                        event().line(),
                        event().with("specversion", "0.3").line())
                .then()
                .statusCode(422)
                .body("code", equalTo("event-invalid"))
                .body("errors[0].field", equalTo("line 2"));
        Api.append("purge-service", "").then().statusCode(422);
    }

    @Test
    void a_service_cannot_speak_for_another() {
        Api.append("backup-service", event().line()).then().statusCode(403).body("code", equalTo("foreign-source"));
    }

    @Test
    void appenders_at_the_same_time_get_a_place_each_without_gap_or_double() throws Exception {
        Entry contested = event().entry();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<Long>>> appenders = new ArrayList<>();
            for (int appender = 0; appender < 4; appender++) {
                appenders.add(() -> {
                    List<Long> indexes = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        sequencer.append(List.of(event().entry(), contested, event().entry())).items().stream()
                                .filter(item -> !item.entry().id().equals(contested.id()))
                                .forEach(item -> indexes.add(item.index()));
                    }
                    return indexes;
                });
            }
            List<Long> indexes = new ArrayList<>();
            for (Future<List<Long>> done : pool.invokeAll(appenders)) {
                indexes.addAll(done.get());
            }
            assertThat(indexes).hasSize(80).doesNotHaveDuplicates();
        } finally {
            pool.shutdownNow();
        }
        assertThat(entries(contested.id())).isEqualTo("1");
        assertThat(query("SELECT count(*) = max(index) + 1 FROM log_entry")).isEqualTo("t");
        assertThat(query("SELECT (SELECT max(size) FROM log_checkpoint) = (SELECT count(*) FROM log_entry)"))
                .isEqualTo("t");
    }

    @Test
    void nothing_in_the_log_can_be_changed_or_removed_by_sql() {
        Api.append(event());
        for (String statement : List.of(
                "UPDATE log_entry SET leaf = leaf",
                "DELETE FROM log_entry",
                "TRUNCATE log_entry",
                "UPDATE log_tile SET hashes = hashes",
                "DELETE FROM log_tile",
                "TRUNCATE log_tile",
                "UPDATE log_checkpoint SET note = ''",
                "DELETE FROM log_checkpoint",
                "TRUNCATE log_checkpoint")) {
            assertRefused(dataSource, statement, "permission denied");
            assertRefused(AuditServers.owner(), statement, "append-only");
        }
        assertRefused(dataSource, "ALTER TABLE log_entry DISABLE TRIGGER append_only", "must be owner");
    }

    private static void assertRefused(DataSource as, String statement, String why) {
        assertThatThrownBy(() -> {
                    try (Connection connection = as.getConnection();
                            Statement refused = connection.createStatement()) {
                        refused.execute(statement);
                    }
                })
                .as(statement)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(why)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("42501");
    }

    // The service writes entries of its own meanwhile: what is counted is what a test wrote.
    private String entries(String id) throws SQLException {
        return query("SELECT count(*) FROM log_entry WHERE event_id = '" + id + "'");
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
