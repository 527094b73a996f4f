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

/** Accounts that may be one customer, with what tells which of them holds the data. */
@Path("/api/v1")
@Tag(name = "duplicates")
@Authenticated
public class DuplicateResource {
    private static final String[] READERS = {
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

    /** Accounts that hang together by being alike. */
    public record Group(List<Member> accounts, List<Duplicates.Pair> pairs) {}

    /** An account of a group. */
    public record Member(String accountId, String name, AccountStatus status) {}

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
    @Path("accounts/{id}/duplicates")
    @Operation(
            summary = "An account's suspected twins",
            description = "The likest first, each with its footprint, measured now.")
    public Page<Twin> duplicates(@PathParam("id") String id) {
        caller.requireAny(READERS);
        accounts.require(id);
        return new Page<>(duplicates.of(id).stream().map(this::twin).toList(), null);
    }

    @GET
    @Path("duplicate-groups")
    @Operation(summary = "All suspected doubles", description = "Groups of accounts found alike, purged ones left out.")
    public Page<Group> groups() {
        caller.requireAny(READERS);
        return new Page<>(
                DuplicateGroups.of(duplicates.pairs()).stream()
                        .map(group -> new Group(
                                group.accountIds().stream().map(this::member).toList(), group.pairs()))
                        .toList(),
                null);
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

    private Member member(String id) {
        var account = accounts.require(id);
        return new Member(account.id(), account.name(), account.status());
    }
}
