package io.reprieve.backup.restore;

import io.reprieve.backup.access.Access;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import jakarta.annotation.security.RolesAllowed;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Restores, watched. */
@Path("/api/v1/restores")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "restores")
public class RestoreResource {

    private final RestoreStore restores;
    private final DropBeside dropBeside;
    private final Access access;
    private final Caller caller;

    RestoreResource(RestoreStore restores, DropBeside dropBeside, Access access, Caller caller) {
        this.restores = restores;
        this.dropBeside = dropBeside;
        this.access = access;
        this.caller = caller;
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
                .map(restore -> RestoreView.of(restore, restores.scope(restore).partial()))
                .toList();
        return Page.of(found, most, r -> Cursor.of(r.createdAt(), r.id())).toResponse(uri);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Access.OPERATOR, Access.SUPPORT, Access.SERVICE})
    @Operation(summary = "One restore", description = "404 restore-unknown.")
    public RestoreView one(@PathParam("id") String id) {
        access.readers();
        Restore restore = restores.get(Ids.require("rst", id));
        return RestoreView.of(restore, restores.scope(restore).partial());
    }

    @POST
    @Idempotent
    @Path("/{id}/removal")
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Remove what a restore put beside the product",
            description =
                    "Drops its schema in the scratch database and its folder in the scratch bucket before their time; again is the"
                            + " same as once. 404 restore-unknown, 409 nothing-beside.")
    public RestoreView remove(@PathParam("id") String id) {
        access.operator();
        String restoreId = Ids.require("rst", id);
        dropBeside.dropNow(restores.get(restoreId), caller.actor());
        return one(restoreId);
    }
}
