package io.reprieve.audit.search;

import io.reprieve.audit.event.EventFilter;
import java.time.Instant;

/**
 * What is searched for; null leaves a criterion out.
 *
 * @param text words of the reason, as {@code websearch_to_tsquery} reads them: {@code twin "no data" -test}
 * @param from earliest time of the event, included
 * @param to latest time of the event, excluded
 * @param asOf how many entries of the log are searched: those before this index
 * @param after index of the last entry of the page before
 * @param limit most entries wanted
 */
record EventQuery(
        EventFilter filter, String text, Instant from, Instant to, Order order, long asOf, Long after, int limit) {

    /** In which order of the log. */
    enum Order {
        NEWEST,
        OLDEST
    }

    boolean newestFirst() {
        return order == Order.NEWEST;
    }

    /** Whether at most one mark is asked for, so that one index of the database has the answer in its order. */
    boolean isOneCriterion() {
        return text == null && filter.criteria() <= 1;
    }

    /** The indexes that can still be found: those not shown yet, in the log as it was when the search began. */
    IndexRange remaining() {
        long first = after == null || newestFirst() ? 0 : after + 1;
        long end = after == null || !newestFirst() ? asOf : Math.min(after, asOf);
        return new IndexRange(first, end);
    }
}
