package io.reprieve.audit.subscription;

import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.event.LoggedEvent;
import java.time.Instant;
import java.util.List;

/**
 * Somebody's wish to be told.
 *
 * @param filter which entries, when the topic is entries
 * @param secrets sealed; the present one, and the one before it while its receiver changes over
 * @param beginsAt index of the first entry, or number of the first alert, they are told of
 * @param failures rounds in a row in which the receiver was not well
 * @param quietUntil nothing is sent before; null when the receiver is well
 * @param lastError what went wrong last; null when nothing has since the last success
 */
record Subscription(
        String id,
        String url,
        Topic topic,
        EventFilter filter,
        List<byte[]> secrets,
        State state,
        long beginsAt,
        String createdBy,
        Instant createdAt,
        int failures,
        Instant quietUntil,
        String lastError) {

    /** GONE: the receiver answered 410, so nothing more is sent. */
    enum State {
        ACTIVE,
        GONE
    }

    boolean wants(LoggedEvent event) {
        return topic == Topic.EVENTS && event.index() >= beginsAt && filter.matches(event);
    }
}
