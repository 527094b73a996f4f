package io.reprieve.backup.compare;

import io.reprieve.backup.access.Access;
import io.reprieve.backup.operation.OperationView;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Holds a backup against another, or against what is live. */
@Path("/api/v1/backups/{id}/comparison")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "browse")
public class ComparisonOrderResource {

    private final OrderComparison order;
    private final Access access;
    private final Caller caller;

    ComparisonOrderResource(OrderComparison order, Access access, Caller caller) {
        this.order = order;
        this.access = access;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Compare a backup",
            description =
                    "with: another verified backup of the account, or live. 202 with the operation; its result names the"
                            + " comparison. Live rows are read from one snapshot, nothing live is locked or written. 404"
                            + " backup-unknown, 409 backup-not-verified, 422 other-account.")
    public Response compare(@PathParam("id") String id, @NotNull @Valid ComparisonRequest request) {
        access.operator();
        var operation = order.order(id, request.with(), caller.actor());
        return Response.accepted(OperationView.of(operation))
                .location(URI.create("/api/v1/operations/" + operation.id))
                .build();
    }
}
