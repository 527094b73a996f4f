package io.reprieve.audit.subscription;

import io.reprieve.audit.log.LogDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The SQL of what is still to be pushed. */
@ApplicationScoped
class DeliveryStore {
    /**
     * One message on its way.
     *
     * @param number index of the entry, or number of the alert
     * @param attempts how many failed so far
     */
    record Delivery(long id, long number, int attempts, Instant since) {}

    /** One message that was given up. */
    record Dead(long number, int attempts, Instant since, String lastError) {}

    /** @param oldestSeconds how long the oldest pending message has been waiting; 0 when none does */
    record Standing(long pending, long dead, double oldestSeconds) {}

    private final LogDatabase database;

    DeliveryStore(LogDatabase database) {
        this.database = database;
    }

    /** Queues a message; again is the same as once. Part of the caller's transaction. */
    void add(Connection connection, String subscriptionId, List<Long> numbers) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO delivery (subscription_id, number) SELECT ?, unnest(?::bigint[]) ON CONFLICT DO"
                        + " NOTHING")) {
            insert.setString(1, subscriptionId);
            insert.setArray(2, connection.createArrayOf("bigint", numbers.toArray()));
            insert.executeUpdate();
        }
    }

    /** Takes some that are due, oldest first; nobody else does until the lease is over, however this process ends. */
    List<Delivery> claim(String subscriptionId, int most, Duration lease) {
        return database.on(
                "UPDATE delivery d SET due_at = clock_timestamp() + ? * interval '1 millisecond' FROM (SELECT id FROM"
                        + " delivery WHERE subscription_id = ? AND state = 'PENDING' AND due_at <= clock_timestamp() ORDER"
                        + " BY due_at, number LIMIT ? FOR UPDATE SKIP LOCKED) due WHERE d.id = due.id RETURNING d.id,"
                        + " d.number, d.attempts, d.since",
                claim -> {
                    claim.setLong(1, lease.toMillis());
                    claim.setString(2, subscriptionId);
                    claim.setInt(3, most);
                    try (ResultSet rows = claim.executeQuery()) {
                        List<Delivery> claimed = new ArrayList<>();
                        while (rows.next()) {
                            claimed.add(
                                    new Delivery(rows.getLong(1), rows.getLong(2), rows.getInt(3), instant(rows, 4)));
                        }
                        return claimed;
                    }
                });
    }

    void delivered(long id) {
        database.on("DELETE FROM delivery WHERE id = ?", delete -> {
            delete.setLong(1, id);
            return delete.executeUpdate();
        });
    }

    void retry(long id, Duration pause, String why) {
        database.on(
                "UPDATE delivery SET attempts = attempts + 1, last_error = ?,"
                        + " due_at = clock_timestamp() + ? * interval '1 millisecond' WHERE id = ?",
                update -> {
                    update.setString(1, why);
                    update.setLong(2, pause.toMillis());
                    update.setLong(3, id);
                    return update.executeUpdate();
                });
    }

    void dead(long id, String why) {
        database.on(
                "UPDATE delivery SET state = 'DEAD', attempts = attempts + 1, last_error = ? WHERE id = ?", update -> {
                    update.setString(1, why);
                    update.setLong(2, id);
                    return update.executeUpdate();
                });
    }

    /** Messages given up, by number, after one. */
    List<Dead> dead(String subscriptionId, long after, int most) {
        return database.on(
                "SELECT number, attempts, since, last_error FROM delivery WHERE subscription_id = ? AND state = 'DEAD'"
                        + " AND number > ? ORDER BY number LIMIT ?",
                select -> {
                    select.setString(1, subscriptionId);
                    select.setLong(2, after);
                    select.setInt(3, most);
                    try (ResultSet rows = select.executeQuery()) {
                        List<Dead> dead = new ArrayList<>();
                        while (rows.next()) {
                            dead.add(new Dead(rows.getLong(1), rows.getInt(2), instant(rows, 3), rows.getString(4)));
                        }
                        return dead;
                    }
                });
    }

    /** Gives everything that was given up its three days anew; how many. */
    int resend(String subscriptionId) {
        return database.on(
                "UPDATE delivery SET state = 'PENDING', attempts = 0, since = clock_timestamp(), due_at ="
                        + " clock_timestamp() WHERE subscription_id = ? AND state = 'DEAD'",
                update -> {
                    update.setString(1, subscriptionId);
                    return update.executeUpdate();
                });
    }

    /** Of one subscription; null: of all. */
    Standing standing(String subscriptionId) {
        return database.on(
                "SELECT count(*) FILTER (WHERE state = 'PENDING'), count(*) FILTER (WHERE state = 'DEAD'),"
                        + " coalesce(extract(epoch FROM clock_timestamp() - min(since) FILTER (WHERE state = 'PENDING')),"
                        + " 0) FROM delivery WHERE ?::text IS NULL OR subscription_id = ?",
                select -> {
                    select.setString(1, subscriptionId);
                    select.setString(2, subscriptionId);
                    try (ResultSet row = select.executeQuery()) {
                        row.next();
                        return new Standing(row.getLong(1), row.getLong(2), row.getDouble(3));
                    }
                });
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
