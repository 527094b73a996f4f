package io.reprieve.backup.restore;

import io.reprieve.backup.access.Access;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Ids;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Restore plans: what a restore would do, before it does anything. */
@Path("/api/v1/restore-plans")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "restores")
public class RestorePlanResource {

    private final PlanRestore planRestore;
    private final RestoreStore restores;
    private final Access access;
    private final Caller caller;

    RestorePlanResource(PlanRestore planRestore, RestoreStore restores, Access access, Caller caller) {
        this.planRestore = planRestore;
        this.restores = restores;
        this.access = access;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Plan a restore",
            description =
                    "Per table: rows to insert, equal, in conflict, taken. KEEP_LIVE leaves what is live as it is and brings"
                            + " back everything else; a selection brings back rows by table and condition and objects by prefix,"
                            + " with the rows that they refer to: findings say by key what is pulled in, kept and left out. BESIDE"
                            + " takes a selection, too. The plan's hash covers all of it. 404 backup-unknown, 409"
                            + " backup-not-verified, 422 beside-conflicts-with-nothing.")
    public Response plan(@NotNull @Valid PlanRequest request) {
        access.operator();
        requireSupported(request);
        SavedPlan plan = planRestore.plan(request, caller.actor());
        return Response.created(URI.create("/api/v1/restore-plans/" + plan.id))
                .entity(PlanView.of(plan))
                .build();
    }

    private static void requireSupported(PlanRequest request) {
        if (request.mode() == PlanRequest.Mode.BESIDE && request.onConflictOrAbort() != PlanRequest.OnConflict.ABORT) {
            throw Problem.of(
                            422,
                            "beside-conflicts-with-nothing",
                            "Beside the product nothing is in the way",
                            "What is live is neither overwritten nor looked at there; leave onConflict out.")
                    .error("onConflict", "BESIDE takes none");
        }
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Access.OPERATOR)
    @Operation(summary = "One restore plan", description = "404 plan-unknown.")
    public PlanView one(@PathParam("id") String id) {
        access.operator();
        return PlanView.of(restores.plan(Ids.require("rpl", id)));
    }
}
