package io.reprieve.account.people;

import io.quarkus.security.Authenticated;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.account.registry.Accounts;
import io.reprieve.account.registry.Contact;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Page;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The customers' people, across accounts: is this user on another account? */
@Path("/api/v1/people")
@Tag(name = "people")
@Authenticated
public class PeopleResource {
    /** An account a person belongs to; of a purged account too. */
    public record Membership(String accountId, String accountName, AccountStatus status, String name, String role) {}

    /** A person by e-mail. */
    public record Person(String email, List<Membership> accounts) {}

    private final Accounts accounts;
    private final Caller caller;

    PeopleResource(Accounts accounts, Caller caller) {
        this.accounts = accounts;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Find a person by e-mail",
            description = "Every account that has them as a contact, purged ones too; no items when nobody is known.")
    public Page<Person> byEmail(@QueryParam("email") @NotBlank String email) {
        caller.requireAny("support", "account-admin", "auditor", "restore-operator");
        var wanted = email.strip().toLowerCase(Locale.ROOT);
        var memberships = accounts.search(new Accounts.Search(null, null, wanted, null, null, Page.MAX_LIMIT)).stream()
                .flatMap(account -> account.contacts().stream()
                        .filter(contact -> wanted.equals(contact.email()))
                        .map((Contact contact) -> new Membership(
                                account.id(), account.name(), account.status(), contact.name(), contact.role())))
                .toList();
        return new Page<>(memberships.isEmpty() ? List.of() : List.of(new Person(wanted, memberships)), null);
    }
}
