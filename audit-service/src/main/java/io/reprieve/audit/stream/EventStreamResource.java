package io.reprieve.audit.stream;

import io.reprieve.audit.search.EventResource.Criteria;
import io.reprieve.audit.stream.FollowTail.Sent;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The live tail of the log, as server-sent events. */
@Path("/api/v1/events/stream")
@Tag(name = "Stream")
public class EventStreamResource {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final long RECONNECT_MILLIS = 2000;

    private final LogTail tail;
    private final FollowTail follow;
    private final Caller caller;

    EventStreamResource(LogTail tail, FollowTail follow, Caller caller) {
        this.tail = tail;
        this.follow = follow;
        this.caller = caller;
    }

    /** Entries as they are appended, each as search shows it. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed("auditor")
    @Blocking
    @Operation(
            summary = "Follow the log (server-sent events)",
            description =
                    "`id` is the entry's index, `event` its type, `data` the entry as search shows it. A stream begins"
                            + " behind `Last-Event-ID`, or with what comes next. Every 15 s without an entry a comment comes, with"
                            + " the id reached. The stream ends when the token expires: come again with a fresh one and"
                            + " `Last-Event-ID`, and nothing is missed or sent twice.")
    @APIResponse(responseCode = "503", description = "streams-exhausted: too many listen already")
    public Multi<OutboundSseEvent> stream(
            @BeanParam Criteria criteria,
            @HeaderParam("Last-Event-ID") String last,
            @Parameter(description = "as the header, for those who cannot send one") @QueryParam("lastEventId")
                    String lastInQuery,
            @Context Sse sse) {
        return follow.follow(tail.of(criteria.filter()), last(last, lastInQuery), caller.tokenExpiry())
                .map(sent -> event(sse, sent));
    }

    /**
     * What a listener says it has had.
     *
     * @throws Problem 422 {@code parameter-invalid}
     */
    public static OptionalLong last(String header, String query) {
        String last = header == null || header.isBlank() ? query : header;
        if (last == null || last.isBlank()) {
            return OptionalLong.empty();
        }
        if (!NUMBER.matcher(last.strip()).matches()) {
            throw Problem.of(
                            422,
                            "parameter-invalid",
                            "Parameter malformed",
                            "Last-Event-ID must be the id of an event of this stream, or left out")
                    .error("Last-Event-ID", "must be a number");
        }
        return OptionalLong.of(Long.parseLong(last.strip()));
    }

    /** One thing as an event of the stream; a sign of life is a comment that carries the id reached. */
    public static OutboundSseEvent event(Sse sse, Sent sent) {
        OutboundSseEvent.Builder event = sse.newEventBuilder();
        if (sent.number() >= 0) {
            event.id(String.valueOf(sent.number()));
        }
        if (sent.isHeartbeat()) {
            return event.comment("listening").reconnectDelay(RECONNECT_MILLIS).build();
        }
        return event.name(sent.item().name()).data(sent.item().json()).build();
    }
}
