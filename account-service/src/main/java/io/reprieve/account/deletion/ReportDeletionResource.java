package io.reprieve.account.deletion;

import io.quarkus.security.Authenticated;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Idempotent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Reports of deletions that did not go through a purge. One stops every purge until two people have looked into it. */
@Path("/api/v1/accounts/{id}/unsanctioned-deletions")
@Tag(name = "unsanctioned deletions")
@Authenticated
public class ReportDeletionResource {
    /** @param note how it was noticed; no content of the customer's */
    public record NewReport(@NotBlank @Size(max = 500) String note) {}

    private final UnsanctionedDeletions deletions;
    private final Caller caller;

    ReportDeletionResource(UnsanctionedDeletions deletions, Caller caller) {
        this.deletions = deletions;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @Operation(
            summary = "Report a deletion that nobody had a warrant for",
            description = "By support, an account administrator, or what watches the product. purge-service reads the"
                    + " report and freezes every purge.")
    @APIResponse(responseCode = "202", description = "Written down")
    public Response report(@PathParam("id") String id, @NotNull @Valid NewReport report) {
        if (!caller.isServiceAccount()) {
            caller.requireAny("account-admin", "support");
        }
        deletions.report(id, report.note(), caller.actor());
        return Response.accepted().build();
    }
}
