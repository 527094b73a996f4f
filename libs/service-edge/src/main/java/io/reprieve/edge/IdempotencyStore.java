package io.reprieve.edge;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The table {@code idempotency_key}: each call is its own transaction, beside that of the use case. */
@ApplicationScoped
class IdempotencyStore {
    /** What a key stands for now. */
    sealed interface Standing permits Mine, InFlight, Reused, Answered {}

    /** This request is to be done, as this attempt. */
    record Mine(int attempt) implements Standing {}

    record InFlight() implements Standing {}

    record Reused() implements Standing {}

    /** It was done; null for headers that were not there. */
    record Answered(int status, String contentType, String location, String etag, String body) implements Standing {}

    private static final String FORGET = "DELETE FROM idempotency_key WHERE (caller, key) IN (SELECT caller, key"
            + " FROM idempotency_key WHERE started_at < clock_timestamp() - make_interval(secs => ?) LIMIT 20"
            + " FOR UPDATE SKIP LOCKED)";
    // A row whose process died is taken over once its lease is out; the attempt number keeps a late answer out.
    private static final String CLAIM =
            "INSERT INTO idempotency_key AS k (caller, key, request_digest) VALUES (?, ?, ?)"
                    + " ON CONFLICT (caller, key) DO UPDATE SET attempt = k.attempt + 1, started_at = clock_timestamp()"
                    + " WHERE k.status IS NULL AND k.request_digest = excluded.request_digest"
                    + " AND k.started_at < clock_timestamp() - make_interval(secs => ?) RETURNING attempt";
    private static final String READ = "SELECT request_digest, status, content_type, location, etag, body"
            + " FROM idempotency_key WHERE caller = ? AND key = ?";
    private static final String ANSWER = "UPDATE idempotency_key SET status = ?, content_type = ?, location = ?,"
            + " etag = ?, body = ? WHERE caller = ? AND key = ? AND attempt = ? AND status IS NULL";
    private static final String RELEASE =
            "DELETE FROM idempotency_key WHERE caller = ? AND key = ? AND attempt = ? AND status IS NULL";

    private final Instance<DataSource> dataSource;
    private final Duration lease;
    private final Duration keep;

    IdempotencyStore(
            Instance<DataSource> dataSource,
            @ConfigProperty(name = "reprieve.idempotency.lease", defaultValue = "PT60S") Duration lease,
            @ConfigProperty(name = "reprieve.idempotency.keep", defaultValue = "P1D") Duration keep) {
        this.dataSource = dataSource;
        this.lease = lease;
        this.keep = keep;
    }

    Standing claim(String caller, String key, String requestDigest) {
        try (Connection connection = dataSource.get().getConnection()) {
            try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
                forget.setDouble(1, keep.toSeconds());
                forget.executeUpdate();
            }
            try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
                claim.setString(1, caller);
                claim.setString(2, key);
                claim.setString(3, requestDigest);
                claim.setDouble(4, lease.toSeconds());
                try (ResultSet row = claim.executeQuery()) {
                    if (row.next()) {
                        return new Mine(row.getInt(1));
                    }
                }
            }
            return read(connection, caller, key, requestDigest);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static Standing read(Connection connection, String caller, String key, String requestDigest)
            throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, caller);
            read.setString(2, key);
            try (ResultSet row = read.executeQuery()) {
                if (!row.next()) {
                    // Released between the two statements: whoever asks again gets it.
                    return new InFlight();
                }
                if (!row.getString("request_digest").equals(requestDigest)) {
                    return new Reused();
                }
                int status = row.getInt("status");
                return row.wasNull()
                        ? new InFlight()
                        : new Answered(
                                status,
                                row.getString("content_type"),
                                row.getString("location"),
                                row.getString("etag"),
                                row.getString("body"));
            }
        }
    }

    void answer(String caller, String key, int attempt, Answered answer) {
        try (Connection connection = dataSource.get().getConnection();
                PreparedStatement update = connection.prepareStatement(ANSWER)) {
            update.setInt(1, answer.status());
            update.setString(2, answer.contentType());
            update.setString(3, answer.location());
            update.setString(4, answer.etag());
            update.setString(5, answer.body());
            update.setString(6, caller);
            update.setString(7, key);
            update.setInt(8, attempt);
            update.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void release(String caller, String key, int attempt) {
        try (Connection connection = dataSource.get().getConnection();
                PreparedStatement delete = connection.prepareStatement(RELEASE)) {
            delete.setString(1, caller);
            delete.setString(2, key);
            delete.setInt(3, attempt);
            delete.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("the table idempotency_key does not answer: SQLSTATE " + e.getSQLState(), e);
    }
}
