package io.reprieve.backup.take;

import io.reprieve.backup.access.Access;
import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.operation.OperationView;
import io.reprieve.backup.vault.RetentionClass;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import io.reprieve.edge.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
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

/** Backups: asked for, listed, shown. */
@Path("/api/v1/backups")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "backups")
public class BackupResource {

    private final AskForBackup ask;
    private final BackupStore backups;
    private final AccountClient accounts;
    private final Access access;
    private final Caller caller;

    BackupResource(AskForBackup ask, BackupStore backups, AccountClient accounts, Access access, Caller caller) {
        this.ask = ask;
        this.backups = backups;
        this.accounts = accounts;
        this.access = access;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @RolesAllowed({Access.OPERATOR, Access.SERVICE})
    @Operation(
            summary = "Take a backup",
            description = "202 with the operation that exports, locks, reads back and verifies. 422 account-unknown.")
    public Response take(@NotNull @Valid BackupRequest request) {
        access.operatorOrPurge();
        Ids.require("acc", request.accountId());
        if (request.purgeRequestId() != null) {
            Ids.require("prg", request.purgeRequestId());
        }
        accounts.find(request.accountId())
                .orElseThrow(() -> Problem.of(
                        422, "account-unknown", "No such account", "There is no account " + request.accountId() + "."));
        var operation = ask.ask(
                request.accountId(),
                request.reason(),
                request.purgeRequestId(),
                request.purgeRequestId() == null ? RetentionClass.ON_DEMAND : RetentionClass.PURGE,
                caller.actor());
        return Response.accepted(OperationView.of(operation))
                .location(URI.create("/api/v1/operations/" + operation.id))
                .build();
    }

    @GET
    @RolesAllowed({Access.OPERATOR, Access.SUPPORT, Access.SERVICE})
    @Operation(summary = "Backups, newest first", description = "Filtered by account, purge request or state.")
    public Response list(
            @QueryParam("accountId") String accountId,
            @QueryParam("purgeRequestId") String purgeRequestId,
            @QueryParam("state") Backup.State state,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        access.readers();
        int most = Page.limit(limit);
        List<BackupView> found = backups.list(accountId, purgeRequestId, state, Cursor.parse(cursor, 2), most).stream()
                .map(BackupView::of)
                .toList();
        return Page.of(found, most, b -> Cursor.of(b.createdAt(), b.id())).toResponse(uri);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Access.OPERATOR, Access.SUPPORT, Access.SERVICE})
    @Operation(summary = "One backup", description = "404 backup-unknown.")
    public BackupView one(@PathParam("id") String id) {
        access.readers();
        return BackupView.of(backups.get(Ids.require("bkp", id)));
    }
}
