package io.reprieve.account.timeline;

import io.quarkus.security.Authenticated;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.account.registry.Accounts;
import io.reprieve.edge.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happened to an account. */
@Path("/api/v1/accounts/{id}/timeline")
@Tag(name = "timeline")
@Authenticated
public class TimelineResource {
    /** The record, oldest first; of a purged account too. */
    public record AccountTimeline(
            String accountId, String name, AccountStatus status, long epoch, List<Timeline.Item> items) {}

    private final Accounts accounts;
    private final Timeline timeline;
    private final Caller caller;

    TimelineResource(Accounts accounts, Timeline timeline, Caller caller) {
        this.accounts = accounts;
        this.timeline = timeline;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "What happened to an account",
            description = "From account-service's own record: who asked, who approved, when, which backup; for a purged"
                    + " account too. People are person ids.")
    public AccountTimeline timeline(@PathParam("id") String id) {
        caller.requireAny(
                "support",
                "account-admin",
                "restore-operator",
                "purge-requester",
                "purge-approver",
                "auditor",
                "platform-admin",
                "service");
        var account = accounts.require(id);
        return new AccountTimeline(account.id(), account.name(), account.status(), account.epoch(), timeline.of(id));
    }
}
