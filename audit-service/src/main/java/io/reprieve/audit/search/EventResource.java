package io.reprieve.audit.search;

import io.reprieve.audit.search.EventQuery.Order;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Search: an auditor sees everything, support the entries of the one account they name. */
@Path("/api/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"auditor", "support"})
@Blocking
@Tag(name = "Search")
public class EventResource {
    private final EventSearch search;
    private final Caller caller;

    EventResource(EventSearch search, Caller caller) {
        this.search = search;
        this.caller = caller;
    }

    /** Entries that meet all criteria given, in the order of the log. */
    @GET
    @Operation(summary = "Search the log")
    @APIResponse(responseCode = "200", description = "items, and next when there are more (also as Link)")
    @APIResponse(responseCode = "403", description = "account-needed: support names the account it asks about")
    public Response find(
            @QueryParam("accountId") String accountId,
            @QueryParam("actor") String actor,
            @QueryParam("type") String type,
            @QueryParam("correlationId") String correlationId,
            @Parameter(description = "earliest time, included (RFC 3339)") @QueryParam("from") String from,
            @Parameter(description = "latest time, excluded (RFC 3339)") @QueryParam("to") String to,
            @Parameter(description = "newest (default) or oldest first") @QueryParam("order") String order,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        requireAccountOfSupport(accountId);
        int size = Page.limit(limit);
        var query = new EventQuery(
                accountId,
                actor,
                type,
                correlationId,
                time("from", from),
                time("to", to),
                order(order),
                Cursor.parse(cursor, 1).map(EventResource::index).orElse(null),
                size + 1);
        return Page.of(search.find(query), size, last -> Cursor.of(last.index()))
                .toResponse(uri);
    }

    /** One entry. Support names its account. */
    @GET
    @Path("{id}")
    @Operation(summary = "One entry")
    @APIResponse(responseCode = "404", description = "event-unknown")
    public EventView one(@PathParam("id") String id, @QueryParam("accountId") String accountId) {
        requireAccountOfSupport(accountId);
        return search.byId(Ids.require("evt", id))
                .filter(event -> accountId == null || accountId.equals(event.accountId()))
                .orElseThrow(() -> Problem.of(404, "event-unknown", "No such entry", "The log holds no event " + id));
    }

    private void requireAccountOfSupport(String accountId) {
        boolean everything = caller.roles().contains("auditor");
        if (!everything && (accountId == null || accountId.isBlank())) {
            throw Problem.of(
                            403,
                            "account-needed",
                            "Name the account",
                            "Support reads the entries of one account at a time: give accountId.")
                    .error("accountId", "is needed");
        }
    }

    private static Order order(String asked) {
        if (asked == null || asked.equals("newest")) {
            return Order.NEWEST;
        }
        if (asked.equals("oldest")) {
            return Order.OLDEST;
        }
        throw malformed("order", "must be newest or oldest");
    }

    private static Instant time(String name, String asked) {
        if (asked == null || asked.isBlank()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(asked).toInstant();
        } catch (DateTimeParseException e) {
            throw malformed(name, "must be an RFC 3339 time, such as 2022-06-09T23:00:00Z");
        }
    }

    private static Long index(Cursor cursor) {
        try {
            return Long.valueOf(cursor.parts().get(0));
        } catch (NumberFormatException e) {
            throw malformed("cursor", "was not handed out here");
        }
    }

    private static Problem malformed(String parameter, String why) {
        return Problem.of(422, "parameter-invalid", "Parameter malformed", parameter + " " + why)
                .error(parameter, why);
    }
}
