package io.reprieve.account.duplicate;

import io.quarkus.security.Authenticated;
import io.reprieve.account.footprint.AccountFootprint;
import io.reprieve.account.footprint.TakeFootprint;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.account.registry.Accounts;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The accounts that may be the same customer as one, with what tells which of them holds the data. */
@Path("/api/v1/accounts/{id}/duplicates")
@Tag(name = "duplicates")
@Authenticated
public class DuplicateResource {
    static final String[] READERS = {
        "account-admin",
        "support",
        "restore-operator",
        "purge-requester",
        "purge-approver",
        "auditor",
        "platform-admin",
        "service"
    };

    /** A suspected twin; {@code footprint} is null for a purged one. */
    public record Twin(
            String accountId,
            String name,
            String status,
            double score,
            List<String> reasons,
            AccountFootprint footprint) {}

    private final Accounts accounts;
    private final Duplicates duplicates;
    private final TakeFootprint takeFootprint;
    private final Caller caller;

    DuplicateResource(Accounts accounts, Duplicates duplicates, TakeFootprint takeFootprint, Caller caller) {
        this.accounts = accounts;
        this.duplicates = duplicates;
        this.takeFootprint = takeFootprint;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "An account's suspected twins",
            description = "The likest first, each with its footprint, measured now.")
    public Page<Twin> duplicates(@PathParam("id") String id) {
        caller.requireAny(READERS);
        accounts.require(id);
        return new Page<>(duplicates.of(id).stream().map(this::twin).toList(), null);
    }

    private Twin twin(Duplicates.Candidate candidate) {
        var purged = candidate.status().equals(AccountStatus.PURGED.name());
        return new Twin(
                candidate.accountId(),
                candidate.name(),
                candidate.status(),
                candidate.likeness().score(),
                candidate.likeness().reasons(),
                purged ? null : takeFootprint.of(accounts.require(candidate.accountId())));
    }
}
