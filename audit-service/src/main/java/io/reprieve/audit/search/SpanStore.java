package io.reprieve.audit.search;

import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.log.LogDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * When what each span of the log holds happened. Finds the parts of the log that can hold a time, without an index whose
 * order is not the log's: such an index is either sorted by at length or not used at all.
 */
@ApplicationScoped
class SpanStore {
    static final long SPAN = 4096;
    /** Parts this close to one another are searched as one. */
    private static final long NEAR = 4 * SPAN;

    private static final OffsetDateTime EVER = Instant.EPOCH.atOffset(ZoneOffset.UTC);
    private static final OffsetDateTime NEVER = OffsetDateTime.parse("9999-12-31T23:59:59Z");

    private final LogDatabase database;

    SpanStore(LogDatabase database) {
        this.database = database;
    }

    void note(Connection connection, List<LoggedEvent> entries) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement("INSERT INTO log_search_span AS held (first, earliest, latest)"
                        + " SELECT i - i % ?, min(t), max(t) FROM unnest(?::bigint[], ?::timestamptz[]) AS e (i, t)"
                        + " GROUP BY 1 ON CONFLICT (first) DO UPDATE SET"
                        + " earliest = least(held.earliest, excluded.earliest),"
                        + " latest = greatest(held.latest, excluded.latest)")) {
            upsert.setLong(1, SPAN);
            upsert.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", entries.stream().map(LoggedEvent::index).toArray()));
            upsert.setArray(
                    3,
                    connection.createArrayOf(
                            "timestamptz",
                            entries.stream().map(LoggedEvent::timestamp).toArray()));
            upsert.executeUpdate();
        }
    }

    /** The parts of the log that can hold entries of this time, oldest first; null leaves an end open. */
    List<IndexRange> holding(Instant from, Instant to) {
        return database.on(
                "SELECT first FROM log_search_span WHERE latest >= ? AND earliest < ? ORDER BY first", select -> {
                    select.setObject(1, from == null ? EVER : from.atOffset(ZoneOffset.UTC));
                    select.setObject(2, to == null ? NEVER : to.atOffset(ZoneOffset.UTC));
                    try (ResultSet rows = select.executeQuery()) {
                        List<IndexRange> parts = new ArrayList<>();
                        while (rows.next()) {
                            join(parts, new IndexRange(rows.getLong(1), rows.getLong(1) + SPAN));
                        }
                        return parts;
                    }
                });
    }

    private static void join(List<IndexRange> parts, IndexRange next) {
        int last = parts.size() - 1;
        if (last >= 0 && next.first() - parts.get(last).end() <= NEAR) {
            parts.set(last, parts.get(last).upTo(next));
        } else {
            parts.add(next);
        }
    }
}
