package io.reprieve.edge.refusal;

import io.reprieve.edge.Actor;
import io.reprieve.edge.refusal.RefusedCalls.Count;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;

/** The table {@code refused_call}, in the caller's transaction. */
@ApplicationScoped
class RefusalStore {
    private static final String KEY = "actor = ? AND client = ? AND rule = ? AND call = ? AND subject = ?";
    private static final String KINDS =
            "SELECT count(*) FROM refused_call WHERE actor = ? AND client = ? AND rule = ? AND (call, subject) <> (?, ?)";
    private static final String ADD = "INSERT INTO refused_call AS r (actor, client, rule, call, subject, account_id,"
            + " untold, first_at, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (actor, client, rule, call, subject) DO UPDATE SET untold = r.untold + excluded.untold,"
            + " first_at = CASE WHEN r.untold = 0 THEN excluded.first_at ELSE r.first_at END,"
            + " last_at = excluded.last_at RETURNING told_at IS NULL";
    private static final String TELL = "WITH before AS (SELECT * FROM refused_call WHERE " + KEY + " FOR UPDATE)"
            + " UPDATE refused_call r SET untold = 0, told_at = clock_timestamp() FROM before b"
            + " WHERE r.actor = b.actor AND r.client = b.client AND r.rule = b.rule AND r.call = b.call"
            + " AND r.subject = b.subject AND b.untold > 0"
            + " RETURNING b.account_id, b.untold, b.first_at, b.last_at";
    private static final String END = "DELETE FROM refused_call WHERE " + KEY;
    private static final String DUE = "SELECT actor, client, rule, call, subject, untold FROM refused_call"
            + " WHERE told_at < clock_timestamp() - make_interval(secs => ?) LIMIT 1 FOR UPDATE SKIP LOCKED";

    private final DataSource dataSource;

    RefusalStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** How many other kinds of calls the same rule refused this caller in windows that are open. */
    long kindsBeside(RefusedCall call) {
        return on(KINDS, select -> {
            key(select, call);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Whether this is the first of its kind. */
    boolean add(RefusedCall call, String accountId, Count count) {
        return on(ADD, insert -> {
            key(insert, call);
            insert.setString(6, accountId);
            insert.setLong(7, count.calls());
            insert.setObject(8, utc(count.first()));
            insert.setObject(9, utc(count.last()));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        });
    }

    /** What is untold of this kind, told from now on; its row goes when there is nothing. */
    Optional<RefusalSummary> takeUntold(RefusedCall call) {
        Optional<RefusalSummary> untold = on(TELL, update -> {
            key(update, call);
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new RefusalSummary(
                                call, row.getString(1), row.getLong(2), instant(row, 3), instant(row, 4)))
                        : Optional.empty();
            }
        });
        if (untold.isEmpty()) {
            on(END, delete -> {
                key(delete, call);
                return delete.executeUpdate();
            });
        }
        return untold;
    }

    /** A kind whose window has ended, held until the transaction ends. */
    Optional<RefusedCall> due(Duration window) {
        return on(DUE, select -> {
            select.setDouble(1, window.toMillis() / 1000.0);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(call(row)) : Optional.empty();
            }
        });
    }

    private static RefusedCall call(ResultSet row) throws SQLException {
        String id = row.getString(1);
        Actor actor = id.equals(RefusedCall.NOBODY.id())
                ? RefusedCall.NOBODY
                : new Actor(id, id.startsWith("service:") ? Actor.SERVICE : Actor.PERSON, row.getString(2));
        return new RefusedCall(actor, row.getString(3), row.getString(4), row.getString(5));
    }

    private static void key(PreparedStatement statement, RefusedCall call) throws SQLException {
        statement.setString(1, call.actor().id());
        statement.setString(2, call.actor().clientId());
        statement.setString(3, call.rule());
        statement.setString(4, call.call());
        statement.setString(5, call.subject());
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T on(String sql, Work<T> work) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("refused_call does not answer: SQLSTATE " + e.getSQLState(), e);
        }
    }
}
