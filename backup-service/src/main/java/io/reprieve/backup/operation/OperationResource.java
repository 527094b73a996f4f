package io.reprieve.backup.operation;

import io.reprieve.backup.access.Access;
import io.reprieve.edge.Ids;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Long work under way. */
@Path("/api/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operations")
public class OperationResource {

    private final OperationStore operations;
    private final Access access;

    OperationResource(OperationStore operations, Access access) {
        this.operations = operations;
        this.access = access;
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Access.OPERATOR, Access.SUPPORT, Access.SERVICE})
    @Operation(
            summary = "One operation",
            description = "state, progress, and result or problem. 404 operation-unknown.")
    public OperationView one(@PathParam("id") String id) {
        access.readers();
        return OperationView.of(operations.get(Ids.require("op", id)));
    }
}
