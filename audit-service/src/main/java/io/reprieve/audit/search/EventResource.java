package io.reprieve.audit.search;

import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.search.EventQuery.Order;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import io.reprieve.edge.PersonNames;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
    private static final int LONGEST_TEXT = 200;

    /** The marks entries are chosen by. */
    public static class Criteria {
        @QueryParam("accountId")
        public String accountId;

        @QueryParam("actor")
        public String actor;

        @Parameter(description = "a type (purge.approved), or all of one kind (purge.*)")
        @QueryParam("type")
        public String type;

        @Parameter(description = "SUCCESS or FAILURE")
        @QueryParam("outcome")
        public String outcome;

        @QueryParam("correlationId")
        public String correlationId;

        @QueryParam("subject")
        public String subject;

        /** @throws Problem 422 {@code parameter-invalid} */
        public EventFilter filter() {
            return new EventFilter(accountId, actor, type, outcome, correlationId, subject).requireWellFormed();
        }
    }

    private final SearchEvents search;
    private final PersonNames persons;
    private final Caller caller;

    EventResource(SearchEvents search, PersonNames persons, Caller caller) {
        this.search = search;
        this.persons = persons;
        this.caller = caller;
    }

    /** Entries that meet all criteria given, in the order of the log. */
    @GET
    @Operation(
            summary = "Search the log",
            description =
                    "Searches the log as of its size when the call began (`asOf`): what was appended before is found."
                            + " The pages that follow search the same entries. Only when the index of the log is more than"
                            + " two seconds behind is `asOf` less than `logSize`.")
    @APIResponse(
            responseCode = "200",
            description = "items, asOf, and next when there are more (also as Link)",
            content = @Content(schema = @Schema(implementation = FoundEvents.class)))
    @APIResponse(responseCode = "403", description = "account-needed: support names the account it asks about")
    @APIResponse(responseCode = "422", description = "parameter-invalid, cursor-unknown, limit-out-of-range")
    public Response find(
            @BeanParam Criteria criteria,
            @Parameter(description = "words of the reason; \"a phrase\", or, -not") @QueryParam("text") String text,
            @Parameter(description = "earliest time, included (RFC 3339)") @QueryParam("from") String from,
            @Parameter(description = "latest time, excluded (RFC 3339)") @QueryParam("to") String to,
            @Parameter(description = "newest (default) or oldest first") @QueryParam("order") String order,
            @Parameter(description = "also what the actors are called, as Keycloak has it now") @QueryParam("names")
                    boolean names,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        requireAccountOfSupport(criteria.accountId);
        FoundEvents pageFound = search.find(
                criteria.filter(),
                text(text),
                time("from", from),
                time("to", to),
                order(order),
                Page.limit(limit),
                Cursor.parse(cursor, 2));
        FoundEvents found = names ? pageFound.named(persons) : pageFound;
        Response.ResponseBuilder answer = Response.ok(found).header("Reprieve-Tree-Size", found.asOf());
        if (found.next() != null) {
            answer.header("Link", Page.link(uri, found.next()));
        }
        return answer.build();
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

    private static String text(String asked) {
        if (asked == null || asked.isBlank()) {
            return null;
        }
        if (asked.length() > LONGEST_TEXT || asked.indexOf('\0') >= 0) {
            throw malformed("text", "must be at most " + LONGEST_TEXT + " characters, none of them NUL");
        }
        return asked;
    }

    private static Problem malformed(String parameter, String why) {
        return Problem.of(422, "parameter-invalid", "Parameter malformed", parameter + " " + why)
                .error(parameter, why);
    }
}
