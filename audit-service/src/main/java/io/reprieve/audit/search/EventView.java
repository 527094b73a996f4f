package io.reprieve.audit.search;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.reprieve.audit.event.Inert;
import io.reprieve.audit.event.LoggedEvent;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An entry of the log.
 *
 * @param index position in the log, from 0
 * @param subjectSeq number within the aggregate, from 1 without gaps
 * @param prev SHA-256, hex, of the aggregate's previous event; null for its first
 * @param actor who acted: an opaque person id, or {@code service:<client>}
 * @param event the event as it was written
 */
public record EventView(
        long index,
        String id,
        String type,
        String source,
        String subject,
        long subjectSeq,
        String prev,
        String accountId,
        String actor,
        String correlationId,
        Instant time,
        String outcome,
        @JsonRawValue @Schema(implementation = Object.class) String event) {

    public static EventView of(LoggedEvent event) {
        return new EventView(
                event.index(),
                event.id(),
                event.type(),
                event.source(),
                event.subject(),
                event.subjectSeq(),
                event.prev(),
                event.accountId(),
                event.actor(),
                event.correlationId(),
                event.time(),
                event.outcome(),
                Inert.json(event.line()));
    }
}
