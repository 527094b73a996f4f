package io.reprieve.audit.search;

import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.log.LogDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postgresql.PGStatement;

/**
 * The SQL of looking things up. Pages by index, so that entries appended meanwhile move nothing.
 *
 * <p>One criterion is looked up in its index, in the order of the log, and the page is full at once. With several, or
 * words, no index has both the entries and their order, and whether few or many meet them nobody knows beforehand. So the
 * newest few are simply read; if that does not fill the page what is sought is rare, and each million of entries is asked
 * for all that meet the criteria, which is then sorted.
 */
@ApplicationScoped
public class EventSearch {
    private static final long SIMPLY_READ = 16384;

    /** As many as a partition of log_search holds. */
    private static final long PARTITION = 1L << 20;

    private final LogDatabase database;
    private final SpanStore spans;

    EventSearch(LogDatabase database, SpanStore spans) {
        this.database = database;
        this.spans = spans;
    }

    /** Indexes of entries that meet all criteria, in the order asked for. */
    List<Long> find(EventQuery query) {
        List<Long> found = new ArrayList<>();
        for (IndexRange part : timely(query)) {
            boolean inOrder = query.isOneCriterion();
            for (IndexRange piece : inOrder ? List.of(part) : pieces(part, query.newestFirst())) {
                boolean few = inOrder || piece.length() <= SIMPLY_READ;
                found.addAll(find(query, piece, few, query.limit() - found.size()));
                if (found.size() == query.limit()) {
                    return found;
                }
            }
        }
        return found;
    }

    /** Indexes, oldest first, of at most so many entries that a filter lets through, from one index up to another. */
    public List<Long> find(EventFilter filter, long from, long end, int most) {
        Long after = from == 0 ? null : from - 1;
        return find(new EventQuery(filter, null, null, null, EventQuery.Order.OLDEST, end, after, most));
    }

    /** The parts of the log that can hold what is sought, by time; in the order asked for. */
    private List<IndexRange> timely(EventQuery query) {
        IndexRange remaining = query.remaining();
        if (query.from() == null && query.to() == null) {
            return List.of(remaining);
        }
        List<IndexRange> parts = new ArrayList<>(spans.holding(query.from(), query.to()).stream()
                .map(part -> part.within(remaining))
                .filter(part -> !part.isEmpty())
                .toList());
        if (query.newestFirst()) {
            Collections.reverse(parts);
        }
        return parts;
    }

    /** A few entries first, then partition by partition. */
    static List<IndexRange> pieces(IndexRange part, boolean newestFirst) {
        List<IndexRange> pieces = new ArrayList<>();
        IndexRange first = newestFirst ? part.last(SIMPLY_READ) : part.first(SIMPLY_READ);
        pieces.add(first);
        IndexRange rest =
                newestFirst ? new IndexRange(part.first(), first.first()) : new IndexRange(first.end(), part.end());
        while (!rest.isEmpty()) {
            long edge =
                    newestFirst ? (rest.end() - 1) / PARTITION * PARTITION : (rest.first() / PARTITION + 1) * PARTITION;
            IndexRange piece = rest.within(newestFirst ? new IndexRange(edge, rest.end()) : new IndexRange(0, edge));
            pieces.add(piece);
            rest = newestFirst ? new IndexRange(rest.first(), piece.first()) : new IndexRange(piece.end(), rest.end());
        }
        return pieces;
    }

    private List<Long> find(EventQuery query, IndexRange part, boolean inOrder, int most) {
        Conditions where = conditions(query.filter())
                .and("occurred_at >= ?", utc(query.from()))
                .and("occurred_at < ?", utc(query.to()))
                .and("words @@ websearch_to_tsquery('simple', ?)", query.text())
                .and("index >= ?", part.first())
                .and("index < ?", part.end());
        String matching = "SELECT index FROM log_search WHERE " + where.sql();
        String sorted = " ORDER BY index" + (query.newestFirst() ? " DESC" : "") + " LIMIT " + most;
        String sql = inOrder
                ? matching + sorted
                : "WITH hits AS MATERIALIZED (" + matching + ") SELECT index FROM hits" + sorted;
        return database.on(sql, select -> {
            // Planned for these values: a plan for any would read the whole log for a type that never was.
            select.unwrap(PGStatement.class).setPrepareThreshold(0);
            where.bind(select);
            try (ResultSet rows = select.executeQuery()) {
                List<Long> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
                return found;
            }
        });
    }

    private static Conditions conditions(EventFilter filter) {
        Conditions where = new Conditions()
                .and("account_id = ?", filter.accountId())
                .and("actor = ?", filter.actor())
                .and("type = ?", filter.exactType())
                .and("category = ?", filter.category())
                .and("correlation_id = ?", filter.correlationId())
                .and("subject = ?", filter.subject());
        // Spelt out, since an index of failures alone is only used for what is known to be one.
        return filter.outcome() == null
                ? where
                : where.and("FAILURE".equals(filter.outcome()) ? "failed" : "NOT failed");
    }

    private static Object utc(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
