package io.reprieve.audit.search;

import java.time.Instant;

/**
 * What is searched for; null leaves a criterion out.
 *
 * @param from earliest time of the event, included
 * @param to latest time of the event, excluded
 * @param after index of the last entry of the page before
 * @param limit most entries wanted
 */
record EventQuery(
        String accountId,
        String actor,
        String type,
        String correlationId,
        Instant from,
        Instant to,
        Order order,
        Long after,
        int limit) {

    /** In which order of the log. */
    enum Order {
        NEWEST,
        OLDEST
    }
}
