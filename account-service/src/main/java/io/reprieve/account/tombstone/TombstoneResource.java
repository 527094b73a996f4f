package io.reprieve.account.tombstone;

import io.quarkus.security.Authenticated;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tombstones over HTTP. */
@Path("/api/v1/tombstones")
@Tag(name = "tombstones")
@Authenticated
public class TombstoneResource {
    private final Tombstones tombstones;
    private final RecoverErasures recoverErasures;
    private final Caller caller;

    TombstoneResource(Tombstones tombstones, RecoverErasures recoverErasures, Caller caller) {
        this.tombstones = tombstones;
        this.recoverErasures = recoverErasures;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Tombstones",
            description =
                    "Newest first. Asked for one purge, an erasure that was committed in the product but not recorded"
                            + " here is taken over first, so that no items means: nothing was erased.")
    public Response list(
            @QueryParam("purgeRequestId") String purgeRequestId,
            @QueryParam("accountId") String accountId,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        caller.requireAny(
                "support",
                "account-admin",
                "restore-operator",
                "purge-requester",
                "purge-approver",
                "auditor",
                "platform-admin",
                "service");
        if (purgeRequestId != null) {
            recoverErasures.recover(Ids.require("prg", purgeRequestId));
        }
        var account = accountId == null ? null : Ids.require("acc", accountId);
        var size = Page.limit(limit);
        var before = Cursor.parse(cursor, 1).map(at -> at.part(0)).orElse(null);
        return Page.of(
                        tombstones.list(purgeRequestId, account, before, size + 1),
                        size,
                        tombstone -> Cursor.of(tombstone.id()))
                .toResponse(uri);
    }
}
