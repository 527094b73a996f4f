package io.reprieve.account.footprint;

import io.quarkus.security.Authenticated;
import io.reprieve.account.registry.Accounts;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.edge.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the product holds of an account, now. */
@Path("/api/v1/accounts/{id}")
@Tag(name = "footprint")
@Authenticated
public class FootprintResource {
    /** Digests of what is live; {@code epoch} is the registry's at the same moment. */
    public record Content(
            String rowsDigest, String objectVersionsDigest, List<TableContent> tables, long epoch, Instant takenAt) {}

    private final Accounts accounts;
    private final TakeFootprint takeFootprint;
    private final Caller caller;

    FootprintResource(Accounts accounts, TakeFootprint takeFootprint, Caller caller) {
        this.accounts = accounts;
        this.takeFootprint = takeFootprint;
        this.caller = caller;
    }

    @GET
    @Path("footprint")
    @Operation(
            summary = "An account's footprint",
            description = "Rows, bytes, objects and last activity per data source, read from the product now.")
    public AccountFootprint footprint(@PathParam("id") String id) {
        caller.requireAny(
                "account-admin",
                "support",
                "restore-operator",
                "purge-requester",
                "purge-approver",
                "auditor",
                "platform-admin",
                "service");
        return takeFootprint.of(accounts.require(id));
    }

    @GET
    @Path("content")
    @Operation(
            summary = "Digests of an account's live content",
            description =
                    "For purge-service and backup-service: per table and in whole; reads every row, no object bytes.")
    public Content content(@PathParam("id") String id) {
        caller.requireService("purge-service", "backup-service");
        var account = accounts.require(id);
        var content = takeFootprint.content(account);
        return new Content(
                content.rowsDigest(),
                content.objectVersionsDigest(),
                content.tables(),
                account.epoch(),
                content.takenAt());
    }
}
