package io.reprieve.account.registry;

import io.quarkus.security.Authenticated;
import io.reprieve.account.drill.LastDrills;
import io.reprieve.account.fence.Fence;
import io.reprieve.account.fence.Fences;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Page;
import io.reprieve.edge.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The registry over HTTP. */
@Path("/api/v1/accounts")
@Tag(name = "accounts")
@Authenticated
public class AccountResource {
    private final Accounts accounts;
    private final RegisterAccount registerAccount;
    private final Fences fences;
    private final LastDrills drills;
    private final Caller caller;

    AccountResource(
            Accounts accounts, RegisterAccount registerAccount, Fences fences, LastDrills drills, Caller caller) {
        this.accounts = accounts;
        this.registerAccount = registerAccount;
        this.fences = fences;
        this.drills = drills;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @Operation(
            summary = "Register an account",
            description =
                    "Its key must exist in the product. A customer who seems to have an account already is refused"
                            + " with the candidates, unless the account is imported or the candidates are acknowledged.")
    @APIResponse(responseCode = "201", description = "Registered; Location and ETag of the account")
    @APIResponse(responseCode = "409", description = "duplicate-suspected with candidates, or account-key-taken")
    @APIResponse(responseCode = "422", description = "account-key-unknown, or a field at fault")
    public Response register(@NotNull @Valid NewAccount wanted) {
        caller.requireAny("account-admin");
        var account = registerAccount.register(wanted, caller.actor());
        var view = AccountView.of(account, null, null);
        return Response.created(URI.create("/api/v1/accounts/" + account.id()))
                .header("ETag", view.etag())
                .entity(view)
                .build();
    }

    @GET
    @Operation(
            summary = "Find accounts",
            description =
                    "By text in name or domain, by key or id (query), by status, by a contact's e-mail (member), by an"
                            + " id in another system (externalId); in the order they were registered.")
    public Response search(
            @QueryParam("query") String query,
            @QueryParam("status") AccountStatus status,
            @QueryParam("member") String member,
            @QueryParam("externalId") String externalId,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        requireReader();
        var size = Page.limit(limit);
        var after = Cursor.parse(cursor, 1).map(at -> at.part(0)).orElse(null);
        var found = accounts.search(new Accounts.Search(query, status, member, externalId, after, size));
        var rehearsed = drills.of(found.stream().map(Account::id).toList());
        List<AccountView> views = found.stream()
                .map(account -> AccountView.of(account, fenceOf(account), rehearsed.get(account.id())))
                .toList();
        return Page.of(views, size, view -> Cursor.of(view.id())).toResponse(uri);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One account", description = "With its fence, legal hold and last restore drill, and an ETag.")
    @APIResponse(responseCode = "404", description = "account-not-found")
    public Response account(@PathParam("id") String id) {
        requireReader();
        var account = accounts.require(id);
        var view = AccountView.of(
                account, fenceOf(account), drills.of(account.id()).orElse(null));
        return Response.ok(view).header("ETag", view.etag()).build();
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Not possible", description = "Accounts leave through a purge request, with two keys: 405.")
    @APIResponse(responseCode = "405", description = "use-a-purge-request")
    public Response delete(@PathParam("id") String id) {
        throw Problem.of(
                        405,
                        "use-a-purge-request",
                        "Accounts are not deleted",
                        "An account leaves through a purge request, with two keys, a verified backup and a cooling-off:"
                                + " POST /api/v1/purge-requests at purge-service.")
                .allowedActions(List.of("POST /api/v1/purge-requests"));
    }

    private Fence.View fenceOf(Account account) {
        return account.status() == AccountStatus.PENDING_PURGE
                ? fences.standing(account.id()).map(Fence::view).orElse(null)
                : null;
    }

    private void requireReader() {
        caller.requireAny(
                "account-admin",
                "support",
                "restore-operator",
                "purge-requester",
                "purge-approver",
                "auditor",
                "platform-admin",
                "service");
    }
}
