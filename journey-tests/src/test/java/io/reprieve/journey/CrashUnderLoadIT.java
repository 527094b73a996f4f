package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.localstack.DatabaseAccess;
import io.reprieve.localstack.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of each part of an event's way while events flow: the service whose relay carries them, the log, its
 * PostgreSQL. None is lost, none is there twice, and the log proves that it grew out of every checkpoint it showed.
 *
 * <p>Some thousand events and a kill each here; a million, and kills until they are written, with {@code -Pdeep}.
 */
class CrashUnderLoadIT {
    private static final boolean DEEP = Boolean.getBoolean("reprieve.deep");
    private static final long EVENTS = DEEP ? 1_000_000 : 2_000;
    // KillAnyServiceIT kills the relays' services in each build.
    private static final List<String> PARTS =
            DEEP ? List.of("purge-service", "audit-service", "postgres") : List.of("audit-service", "postgres");

    private final Stack stack = TheStack.running();
    private final DatabaseAccess outbox = database("purge");
    private final DatabaseAccess log = database("audit");

    @Test
    void every_event_is_in_the_log_once_whatever_was_killed() throws Exception {
        SeenCheckpoints checkpoints = new SeenCheckpoints(stack).start();
        OutboxLoad load = new OutboxLoad(outbox, Duration.ofMillis(DEEP ? 5 : 100)).start();
        try {
            killEach(load);
        } finally {
            load.stop();
        }
        Eventually.of("everything to be relayed", Duration.ofMinutes(DEEP ? 60 : 2), load::unsent, left -> left == 0);
        checkpoints.stop();

        assertThat(load.written()).isGreaterThanOrEqualTo(EVENTS);
        assertThat(placesIn(outbox, "log_index", "audit_outbox WHERE subject LIKE ?", load.subjects()))
                .as("outbox and log, entry by entry")
                .isEqualTo(placesIn(
                        log,
                        "index",
                        "log_entry WHERE convert_from(leaf, 'UTF8')::json ->> 'subject' LIKE ?",
                        load.subjects()));
        assertThat(checkpoints.size()).isGreaterThan(3);
        assertThat(checkpoints.contradictions()).isEmpty();
    }

    private void killEach(OutboxLoad load) throws Exception {
        Random random = new Random(Long.getLong("reprieve.seed", 6));
        int kills = 0;
        do {
            String part = PARTS.get(kills++ % PARTS.size());
            long before = sent();
            Eventually.of("events to flow", Duration.ofMinutes(2), this::sent, sent -> sent > before);
            kill(part);
            if (DEEP) {
                Thread.sleep(random.nextInt(5_000));
            }
        } while (kills < PARTS.size() || load.written() < EVENTS);
    }

    private void kill(String part) throws Exception {
        if (part.equals("postgres")) {
            OutboxLoad.crashPostgres(log);
        } else {
            stack.kill(part);
            stack.restart(part);
        }
    }

    private long sent() {
        try (Connection connection = outbox.dataSource().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT coalesce(max(log_index), -1) FROM audit_outbox");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            return -1;
        }
    }

    /** Index, id and leaf hash of each, in the order of the log. */
    private static List<String> placesIn(DatabaseAccess database, String index, String from, String subjects)
            throws SQLException {
        String leaf = from.startsWith("log_entry") ? "leaf" : "event";
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT " + index
                        + " || ' ' || event_id || ' ' || encode(sha256('\\x00'::bytea || " + leaf + "), 'hex') FROM "
                        + from + " ORDER BY " + index)) {
            select.setString(1, subjects);
            try (ResultSet rows = select.executeQuery()) {
                List<String> places = new ArrayList<>();
                while (rows.next()) {
                    places.add(rows.getString(1));
                }
                return places;
            }
        }
    }

    private DatabaseAccess database(String name) {
        DatabaseAccess product = stack.addresses().product();
        return new DatabaseAccess(
                product.url().replaceFirst("/[^/]+$", "/" + name), product.user(), product.password());
    }
}
