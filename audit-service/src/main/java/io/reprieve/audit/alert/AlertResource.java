package io.reprieve.audit.alert;

import io.reprieve.audit.alert.AlertRule.Severity;
import io.reprieve.audit.stream.EventStreamResource;
import io.reprieve.audit.stream.FollowTail;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Page;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the rules have found. */
@Path("/api/v1/alerts")
@RolesAllowed("auditor")
@Blocking
@Tag(name = "Alerts")
public class AlertResource {
    public record Rules(List<AlertRule> items) {}

    private final AlertStore alerts;
    private final AlertRules rules;
    private final AlertTail tail;
    private final FollowTail follow;
    private final Caller caller;

    AlertResource(AlertStore alerts, AlertRules rules, AlertTail tail, FollowTail follow, Caller caller) {
        this.alerts = alerts;
        this.rules = rules;
        this.tail = tail;
        this.follow = follow;
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Alerts, newest first")
    @APIResponse(responseCode = "422", description = "parameter-invalid, cursor-unknown, limit-out-of-range")
    public Response find(
            @QueryParam("rule") String rule,
            @QueryParam("severity") String severity,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        int size = Page.limit(limit);
        Long before = Cursor.parse(cursor, 1).map(page -> page.number(0)).orElse(null);
        return Page.of(
                        alerts.newest(rule, severity(severity), before, size + 1),
                        size,
                        last -> Cursor.of(last.number()))
                .toResponse(uri);
    }

    @GET
    @Path("rules")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The rules in force")
    public Rules rules() {
        return new Rules(rules.all());
    }

    /** Alerts as they are raised; {@code id} is the alert's number, {@code event} the rule. */
    @GET
    @Path("stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Follow the alerts (server-sent events); works as the stream of entries does")
    public Multi<OutboundSseEvent> stream(
            @HeaderParam("Last-Event-ID") String last,
            @QueryParam("lastEventId") String lastInQuery,
            @Context Sse sse) {
        return follow.follow(tail, EventStreamResource.last(last, lastInQuery), caller.tokenExpiry())
                .map(sent -> EventStreamResource.event(sse, sent));
    }

    private static Severity severity(String asked) {
        if (asked == null || asked.isBlank()) {
            return null;
        }
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.name().equals(asked))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                422,
                                "parameter-invalid",
                                "Parameter malformed",
                                "severity must be one of " + Arrays.toString(Severity.values()))
                        .error("severity", "is unknown"));
    }
}
