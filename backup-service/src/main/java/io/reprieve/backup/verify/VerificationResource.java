package io.reprieve.backup.verify;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.backup.access.Access;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.OperationView;
import io.reprieve.backup.operation.WorkQueue;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Ids;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Proves a backup again. */
@Path("/api/v1/backups/{id}/verification")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "backups")
public class VerificationResource {

    private final BackupStore backups;
    private final OperationStore operations;
    private final WorkQueue queue;
    private final Access access;

    VerificationResource(BackupStore backups, OperationStore operations, WorkQueue queue, Access access) {
        this.backups = backups;
        this.operations = operations;
        this.queue = queue;
        this.access = access;
    }

    @POST
    @Idempotent
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Verify a backup again",
            description =
                    "202 with the operation that reads it back from the vault, restores it into the scratch database and"
                            + " compares. 404 backup-unknown, 409 backup-not-verified.")
    public Response verify(@PathParam("id") String id) {
        access.operator();
        Backup backup = backups.verified(Ids.require("bkp", id));
        var begun = QuarkusTransaction.requiringNew().call(() -> {
            var operation = operations.begin(
                    io.reprieve.backup.operation.Operation.Kind.VERIFICATION, backup.id, backup.accountId);
            queue.enqueue(operation);
            return operation;
        });
        return Response.accepted(OperationView.of(begun))
                .location(URI.create("/api/v1/operations/" + begun.id))
                .build();
    }
}
