package io.reprieve.audit.search;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.follow.FollowLog;
import io.reprieve.audit.follow.LogReader;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Searches the log as of its size when the search began, so that whoever has just appended finds it. */
@ApplicationScoped
class SearchEvents {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final EventSearch search;
    private final LogReader log;
    private final FollowLog following;
    private final Timer timer;

    SearchEvents(EventSearch search, LogReader log, FollowLog following, MeterRegistry meters) {
        this.search = search;
        this.log = log;
        this.following = following;
        this.timer = Timer.builder("reprieve.audit.search")
                .publishPercentileHistogram()
                .register(meters);
    }

    /** @param cursor of the page before: how many entries are searched, and the last one shown */
    FoundEvents find(
            EventFilter filter,
            String text,
            Instant from,
            Instant to,
            EventQuery.Order order,
            int limit,
            Optional<Cursor> cursor) {
        long size = log.size();
        long wanted = cursor.map(page -> Math.min(page.number(0), size)).orElse(size);
        long asOf = Math.min(following.await(IndexEntries.NAME, wanted, PATIENCE), wanted);
        Long after = cursor.map(page -> page.number(1)).orElse(null);
        List<Long> indexes =
                timer.record(() -> search.find(new EventQuery(filter, text, from, to, order, asOf, after, limit + 1)));
        Page<Long> page = Page.of(indexes, limit, last -> Cursor.of(asOf, last));
        List<EventView> items = log.at(page.items()).stream().map(EventView::of).toList();
        List<Long> missing = new ArrayList<>(page.items());
        items.forEach(item -> missing.remove(item.index()));
        return new FoundEvents(items, page.next(), asOf, size, missing, null);
    }

    Optional<EventView> byId(String eventId) {
        return log.byId(eventId).map(EventView::of);
    }
}
