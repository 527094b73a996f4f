package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
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
        assertThat(answer.jsonPath().getLong("treeSize")).isEqualTo(index + 2);
    }

    @Test
    void the_same_event_again_is_answered_with_its_place_and_adds_nothing() throws Exception {
        Events event = event();
        long index = Api.append(event);
        long size = size();

        assertThat(Api.append(event)).isEqualTo(index);
        Response twice = Api.append("purge-service", event.line(), event.line());

        assertThat(twice.jsonPath().getLong("items[1].index")).isEqualTo(index);
        assertThat(size()).isEqualTo(size);
    }

    @Test
    void the_same_id_with_other_bytes_is_a_conflict_and_nothing_of_its_batch_is_kept() throws Exception {
        Events event = event();
        Api.append(event);
        long size = size();

        Api.append("purge-service", event().line(), event.detail("rewritten").line())
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("event-id-reused"))
                .body("eventId", equalTo(event.id()));

        assertThat(size()).isEqualTo(size);
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
        long before = size();
        Entry contested = entry();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<Long>>> appenders = new ArrayList<>();
            for (int appender = 0; appender < 4; appender++) {
                appenders.add(() -> {
                    List<Long> indexes = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        sequencer.append(List.of(entry(), contested, entry())).items().stream()
                                .filter(item -> item.entry() != contested)
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
        assertThat(size()).isEqualTo(before + 81);
        assertThat(query("SELECT count(*) = max(index) + 1 FROM log_entry")).isEqualTo("t");
        assertThat(query("SELECT max(size) FROM log_checkpoint")).isEqualTo(String.valueOf(before + 81));
    }

    @Test
    void an_append_that_does_not_commit_leaves_nothing_and_no_gap() throws Exception {
        long size = size();
        QuarkusTransaction.begin();
        sequencer.append(List.of(entry(), entry()));
        QuarkusTransaction.rollback();

        assertThat(size()).isEqualTo(size);
        assertThat(sequencer.append(List.of(entry())).items().get(0).index()).isEqualTo(size);
    }

    @Test
    void nothing_in_the_log_can_be_changed_or_removed_by_sql() {
        Api.append(event());
        for (String statement : List.of(
                "UPDATE log_entry SET actor = 'psn_nobody'",
                "DELETE FROM log_entry",
                "TRUNCATE log_entry",
                "UPDATE log_node SET hash = hash",
                "DELETE FROM log_node",
                "UPDATE log_checkpoint SET note = ''",
                "DELETE FROM log_checkpoint",
                "UPDATE log_head SET size = size - 1",
                "DELETE FROM log_head")) {
            assertThatThrownBy(() -> execute(statement))
                    .as(statement)
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42501");
        }
    }

    private static Entry entry() {
        Events event = event();
        byte[] leaf = event.bytes();
        return new Entry(
                event.id(),
                leaf,
                TreeHash.leaf(leaf),
                "purge.requested",
                "/purge-service",
                "prg_" + UUID.randomUUID(),
                1,
                null,
                null,
                "psn_requester",
                null,
                "SUCCESS",
                Instant.parse("2026-11-23T04:00:00Z"));
    }

    private long size() throws SQLException {
        return Long.parseLong(query("SELECT size FROM log_head"));
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
