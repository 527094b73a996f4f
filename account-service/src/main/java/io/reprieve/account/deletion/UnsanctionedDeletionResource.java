package io.reprieve.account.deletion;

import io.quarkus.security.Authenticated;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Reported deletions that did not go through a purge. */
@Path("/api/v1/unsanctioned-deletions")
@Tag(name = "unsanctioned deletions")
@Authenticated
public class UnsanctionedDeletionResource {
    private final UnsanctionedDeletions deletions;
    private final Caller caller;

    UnsanctionedDeletionResource(UnsanctionedDeletions deletions, Caller caller) {
        this.deletions = deletions;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Reported deletions, newest first")
    public Page<UnsanctionedDeletions.Report> newest(@QueryParam("limit") Integer limit) {
        caller.requireAny(
                "support",
                "account-admin",
                "restore-operator",
                "purge-requester",
                "purge-approver",
                "auditor",
                "platform-admin",
                "service");
        return new Page<>(deletions.newest(Page.limit(limit)), null);
    }
}
