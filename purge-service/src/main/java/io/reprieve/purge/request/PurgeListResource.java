package io.reprieve.purge.request;

import io.reprieve.edge.Cursor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import io.reprieve.edge.Problem;
import io.reprieve.purge.guard.PurgeKind;
import io.reprieve.purge.lifecycle.StateName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Purge requests, looked for. */
@Path("/api/v1/purge-requests")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "purge requests")
public class PurgeListResource {
    private final PurgeViews views;

    PurgeListResource(PurgeViews views) {
        this.views = views;
    }

    @GET
    @RolesAllowed({"purge-requester", "purge-approver", "restore-operator", "support", "auditor", "platform-admin"})
    @Operation(summary = "Purge requests, newest first", description = "from and to: RFC 3339, of the request.")
    public Response list(
            @QueryParam("state") String state,
            @QueryParam("accountId") String accountId,
            @QueryParam("kind") String kind,
            @QueryParam("actor") String actor,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        int size = Page.limit(limit);
        PurgeViews.Filter filter = new PurgeViews.Filter(
                state == null ? null : state(state),
                accountId == null ? null : Ids.require("acc", accountId),
                kind == null ? null : kind(kind).name(),
                actor,
                instant("from", from),
                instant("to", to),
                Cursor.parse(cursor, 2).orElse(null));
        Page<PurgeRequest> page = Page.of(views.list(filter, size), size, PurgeViews::cursor);
        return new Page<>(page.items().stream().map(views::summary).toList(), page.next()).toResponse(uri);
    }

    static PurgeKind kind(String text) {
        return Arrays.stream(PurgeKind.values())
                .filter(kind -> kind.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.of(422, "kind-unknown", "Unknown kind", "Nothing was stored.")
                        .error("kind", "one of " + Arrays.toString(PurgeKind.values())));
    }

    private static StateName state(String text) {
        return Arrays.stream(StateName.values())
                .filter(state -> state.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.of(422, "state-unknown", "Unknown state", null)
                        .error("state", "one of " + Arrays.toString(StateName.values())));
    }

    private static Instant instant(String name, String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw Problem.of(422, "time-malformed", "Not a time", "Give RFC 3339, UTC: 2026-11-23T00:00:00Z.")
                    .error(name, "not RFC 3339");
        }
    }
}
