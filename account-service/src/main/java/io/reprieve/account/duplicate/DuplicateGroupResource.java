package io.reprieve.account.duplicate;

import io.quarkus.security.Authenticated;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.account.registry.Accounts;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** All suspected doubles at once. */
@Path("/api/v1/duplicate-groups")
@Tag(name = "duplicates")
@Authenticated
public class DuplicateGroupResource {
    /** Accounts that hang together by being alike. */
    public record Group(List<Member> accounts, List<Duplicates.Pair> pairs) {}

    /** An account of a group. */
    public record Member(String accountId, String name, AccountStatus status) {}

    private final Accounts accounts;
    private final Duplicates duplicates;
    private final Caller caller;

    DuplicateGroupResource(Accounts accounts, Duplicates duplicates, Caller caller) {
        this.accounts = accounts;
        this.duplicates = duplicates;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "All suspected doubles", description = "Groups of accounts found alike, purged ones left out.")
    public Page<Group> groups() {
        caller.requireAny(DuplicateResource.READERS);
        return new Page<>(
                DuplicateGroups.of(duplicates.pairs()).stream()
                        .map(group -> new Group(
                                group.accountIds().stream().map(this::member).toList(), group.pairs()))
                        .toList(),
                null);
    }

    private Member member(String id) {
        var account = accounts.require(id);
        return new Member(account.id(), account.name(), account.status());
    }
}
