package io.reprieve.account.drill;

import io.reprieve.account.registry.Accounts;
import io.reprieve.edge.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The newest drill over HTTP: backup-service tells; the account shows it, and its record says so. */
@Path("/api/v1/accounts/{id}/last-drill")
@Tag(name = "drills")
@RolesAllowed("service")
public class LastDrillResource {
    private final Accounts accounts;
    private final LastDrills drills;
    private final Caller caller;

    LastDrillResource(Accounts accounts, LastDrills drills, Caller caller) {
        this.accounts = accounts;
        this.drills = drills;
        this.caller = caller;
    }

    @PUT
    @Operation(
            summary = "Tell of an account's newest drill",
            description = "One that is older than what is known changes nothing. Answers with what is known.")
    @APIResponse(responseCode = "404", description = "account-not-found")
    public LastDrill tell(@PathParam("id") String id, @NotNull @Valid LastDrill drill) {
        caller.requireService("backup-service");
        String accountId = accounts.require(id).id();
        drills.tell(accountId, drill, caller.actor());
        return drills.of(accountId).orElseThrow();
    }
}
