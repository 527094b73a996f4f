package io.reprieve.backup.restore;

import io.reprieve.backup.access.Access;
import io.reprieve.backup.operation.OperationView;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Restores: ordered by the plan that was seen, and watched. */
@Path("/api/v1/restores")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "restores")
public class RestoreResource {

    private final OrderRestore order;
    private final RestoreStore restores;
    private final Access access;
    private final Caller caller;

    RestoreResource(OrderRestore order, RestoreStore restores, Access access, Caller caller) {
        this.order = order;
        this.restores = restores;
        this.access = access;
        this.caller = caller;
    }

    /**
     * @param planId {@code rpl_…}
     * @param planHash as the plan showed it
     */
    public record RestoreRequest(
            @NotBlank String planId, @NotBlank String planHash) {}

    @POST
    @Idempotent
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Run exactly this plan",
            description = "202 with the operation. 404 plan-unknown, 409 restore-refused or restore-under-way,"
                    + " 412 plan-hash-differs. A plan that went stale meanwhile fails the operation with plan-stale.")
    public Response restore(@NotNull @Valid RestoreRequest request) {
        access.operator();
        var operation = order.order(Ids.require("rpl", request.planId()), request.planHash(), caller.actor());
        return Response.accepted(OperationView.of(operation))
                .location(URI.create("/api/v1/operations/" + operation.id))
                .build();
    }

    @GET
    @RolesAllowed({Access.OPERATOR, Access.SUPPORT, Access.SERVICE})
    @Operation(summary = "Restores, newest first", description = "Filtered by account.")
    public Response list(
            @QueryParam("accountId") String accountId,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        access.readers();
        int most = Page.limit(limit);
        List<RestoreView> found = restores.list(accountId, Cursor.parse(cursor, 2), most).stream()
                .map(RestoreView::of)
                .toList();
        return Page.of(found, most, r -> Cursor.of(r.createdAt(), r.id())).toResponse(uri);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Access.OPERATOR, Access.SUPPORT, Access.SERVICE})
    @Operation(summary = "One restore", description = "404 restore-unknown.")
    public RestoreView one(@PathParam("id") String id) {
        access.readers();
        return RestoreView.of(restores.get(Ids.require("rst", id)));
    }
}
