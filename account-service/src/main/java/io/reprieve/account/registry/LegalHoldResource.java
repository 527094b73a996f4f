package io.reprieve.account.registry;

import io.quarkus.security.Authenticated;
import io.reprieve.account.drill.LastDrills;
import io.reprieve.account.fence.Fence;
import io.reprieve.account.fence.Fences;
import io.reprieve.edge.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Legal holds over HTTP. */
@Path("/api/v1/accounts/{id}/legal-hold")
@Tag(name = "legal hold")
@Authenticated
public class LegalHoldResource {
    /** Why the account must not be erased. */
    public record HoldReason(@NotBlank @Size(max = 1000) String reason) {}

    private final PlaceLegalHold placeLegalHold;
    private final Fences fences;
    private final LastDrills drills;
    private final Caller caller;

    LegalHoldResource(PlaceLegalHold placeLegalHold, Fences fences, LastDrills drills, Caller caller) {
        this.placeLegalHold = placeLegalHold;
        this.fences = fences;
        this.drills = drills;
        this.caller = caller;
    }

    @PUT
    @Operation(
            summary = "Place a legal hold",
            description = "While it stands no purge is executed. Again: replaces it.")
    public Response place(@PathParam("id") String id, @NotNull @Valid HoldReason hold) {
        caller.requireAny("account-admin");
        return answer(placeLegalHold.place(id, hold.reason(), caller.actor()));
    }

    @DELETE
    @Operation(summary = "Lift the legal hold", description = "Lifting one that does not stand changes nothing.")
    public Response lift(@PathParam("id") String id) {
        caller.requireAny("account-admin");
        return answer(placeLegalHold.lift(id, caller.actor()));
    }

    private Response answer(Account account) {
        var view = AccountView.of(
                account,
                fences.standing(account.id()).map(Fence::view).orElse(null),
                drills.of(account.id()).orElse(null));
        return Response.ok(view).header("ETag", view.etag()).build();
    }
}
