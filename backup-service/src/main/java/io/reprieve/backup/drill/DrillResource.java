package io.reprieve.backup.drill;

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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Drills: restores rehearsed beside the product. */
@Path("/api/v1/drills")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "drills")
public class DrillResource {

    private final DrillStore drills;
    private final OrderDrill order;
    private final Access access;
    private final Caller caller;

    DrillResource(DrillStore drills, OrderDrill order, Access access, Caller caller) {
        this.drills = drills;
        this.order = order;
        this.access = access;
        this.caller = caller;
    }

    /** @param accountId {@code acc_…}, whose newest verified backup is rehearsed */
    public record DrillRequest(@NotBlank String accountId) {}

    @GET
    @RolesAllowed({Access.OPERATOR, Access.SUPPORT, Access.AUDITOR, Access.PLATFORM_ADMIN, Access.SERVICE})
    @Operation(
            summary = "Drills, newest first",
            description = "Filtered by account. Each says what it took and what a restore is predicted to take.")
    public Response list(
            @QueryParam("accountId") String accountId,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        access.drillReaders();
        int most = Page.limit(limit);
        Optional<Double> rate = drills.restoreRate();
        List<DrillView> found = drills.list(accountId, Cursor.parse(cursor, 2), most).stream()
                .map(drill -> DrillView.of(drill, rate))
                .toList();
        return Page.of(found, most, d -> Cursor.of(d.createdAt(), d.id())).toResponse(uri);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Access.OPERATOR, Access.SUPPORT, Access.AUDITOR, Access.PLATFORM_ADMIN, Access.SERVICE})
    @Operation(summary = "One drill", description = "404 drill-unknown.")
    public DrillView one(@PathParam("id") String id) {
        access.drillReaders();
        return DrillView.of(drills.get(Ids.require("drl", id)), drills.restoreRate());
    }

    @POST
    @Idempotent
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Hold a drill now",
            description =
                    "Rehearses the account's newest verified backup. 202 with the operation. 409 no-verified-backup,"
                            + " drill-under-way.")
    public Response hold(@NotNull @Valid DrillRequest request) {
        access.operator();
        var operation = order.order(Ids.require("acc", request.accountId()), Drill.Reason.ON_DEMAND, caller.actor());
        return Response.accepted(OperationView.of(operation))
                .location(URI.create("/api/v1/operations/" + operation.id))
                .build();
    }
}
