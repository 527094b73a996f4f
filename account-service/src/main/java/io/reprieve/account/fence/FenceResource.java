package io.reprieve.account.fence;

import io.reprieve.edge.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The fence over HTTP: purge-service raises and lifts it. */
@Path("/api/v1/accounts/{id}/fence")
@Tag(name = "fence")
@RolesAllowed("service")
public class FenceResource {
    /** Which purge fences, and the epoch at which it was decided. */
    public record Order(
            @NotNull String purgeRequestId, @NotNull @Min(1) Long expectedEpoch) {}

    private final RaiseFence raiseFence;
    private final LiftFence liftFence;
    private final Caller caller;

    FenceResource(RaiseFence raiseFence, LiftFence liftFence, Caller caller) {
        this.raiseFence = raiseFence;
        this.liftFence = liftFence;
        this.caller = caller;
    }

    @PUT
    @Operation(
            summary = "Fence an account",
            description = "Idempotent by purge request; each time the fence is put up and probed again.")
    @APIResponse(responseCode = "409", description = "purge-stopped, already-fenced, key-turn-missing, legal-hold")
    @APIResponse(responseCode = "412", description = "epoch-moved")
    public Fence.View raise(@PathParam("id") String id, @NotNull @Valid Order order) {
        caller.requireService("purge-service");
        return raiseFence
                .raise(id, order.purgeRequestId(), order.expectedEpoch(), caller.actor())
                .view();
    }

    @DELETE
    @Operation(
            summary = "Stop a purge and lift its fence",
            description =
                    "Idempotent; takes effect whether or not the product answers. After a 2xx no warrant of this purge can"
                            + " erase, and it can never fence again.")
    @APIResponse(responseCode = "409", description = "account-purged; account-busy while its erasure runs")
    @APIResponse(
            responseCode = "503",
            description =
                    "erasure-unsettled: stopped, but an erasure had begun and the product does not say how it ended")
    public LiftFence.Lifted lift(
            @PathParam("id") String id,
            @QueryParam("purgeRequestId") String purgeRequestId,
            @QueryParam("reason") String reason) {
        caller.requireService("purge-service");
        var why = reason == null || reason.isBlank() ? "not said" : reason.strip();
        return liftFence.lift(id, purgeRequestId, why, caller.actor());
    }
}
