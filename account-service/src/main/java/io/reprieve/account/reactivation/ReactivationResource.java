package io.reprieve.account.reactivation;

import io.reprieve.account.registry.AccountStatus;
import io.reprieve.edge.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Reactivation over HTTP: backup-service calls it after a restore's commit. */
@Path("/api/v1/accounts/{id}/reactivation")
@Tag(name = "reactivation")
@RolesAllowed("service")
public class ReactivationResource {
    /** The restore that put the account's rows back. */
    public record Restored(@NotNull String restoreId) {}

    /** The account as it is now. */
    public record Reactivated(String accountId, String restoreId, AccountStatus status, long epoch) {}

    private final ReactivateAccount reactivateAccount;
    private final Caller caller;

    ReactivationResource(ReactivateAccount reactivateAccount, Caller caller) {
        this.reactivateAccount = reactivateAccount;
        this.caller = caller;
    }

    @POST
    @Operation(
            summary = "Reactivate a restored account",
            description =
                    "Reads the restore from the product's ledger, raises the epoch, lifts any fence and ends the sweep of"
                            + " objects. Idempotent by restore.")
    @APIResponse(responseCode = "409", description = "restore-unknown, restore-superseded")
    public Reactivated reactivate(@PathParam("id") String id, @NotNull @Valid Restored restored) {
        caller.requireService("backup-service");
        var account = reactivateAccount.reactivate(id, restored.restoreId(), caller.actor());
        return new Reactivated(account.id(), restored.restoreId(), account.status(), account.epoch());
    }
}
