package io.reprieve.audit.search;

import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.follow.Follower;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Fills what search looks into, in the order of the log. Emptied and its position set to 0, it fills it anew. */
@ApplicationScoped
class IndexEntries implements Follower {
    static final String NAME = "search";

    private static final String INSERT = "INSERT INTO log_search (index, occurred_at, type, category, failed, actor,"
            + " subject, account_id, correlation_id, words)"
            + " SELECT i, o, ty, c, ou = 'FAILURE', ac, su, acc, co, to_tsvector('simple', r)"
            + " FROM unnest(?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
            + " ?::text[], ?::text[], ?::text[]) AS e (i, o, ty, c, ou, ac, su, acc, co, r)";

    private final SpanStore spans;

    IndexEntries(SpanStore spans) {
        this.spans = spans;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void take(Connection connection, List<LoggedEvent> entries) throws SQLException {
        partition(connection, entries.get(0).index());
        partition(connection, entries.get(entries.size() - 1).index());
        insert(connection, entries);
        spans.note(connection, entries);
    }

    private static void partition(Connection connection, long index) throws SQLException {
        try (PreparedStatement make = connection.prepareStatement("SELECT log_search_partition(?)")) {
            make.setLong(1, index);
            make.execute();
        }
    }

    private static void insert(Connection connection, List<LoggedEvent> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            int column = 1;
            insert.setArray(column++, column(connection, "bigint", entries, LoggedEvent::index));
            insert.setArray(column++, column(connection, "timestamptz", entries, LoggedEvent::timestamp));
            for (Function<LoggedEvent, Object> text : List.<Function<LoggedEvent, Object>>of(
                    LoggedEvent::type,
                    LoggedEvent::category,
                    LoggedEvent::outcome,
                    LoggedEvent::actor,
                    LoggedEvent::subject,
                    LoggedEvent::accountId,
                    LoggedEvent::correlationId,
                    LoggedEvent::reason)) {
                insert.setArray(column++, column(connection, "text", entries, text));
            }
            insert.executeUpdate();
        }
    }

    private static Array column(
            Connection connection, String type, List<LoggedEvent> entries, Function<LoggedEvent, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, entries.stream().map(value).toArray());
    }
}
