package io.reprieve.account.registry;

import io.quarkus.security.Authenticated;
import io.reprieve.edge.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How many accounts there are: what a share of them is a share of. */
@Path("/api/v1/accounts/summary")
@Tag(name = "accounts")
@Authenticated
public class RegistrySummaryResource {
    /** @param byStatus a status without accounts is left out; {@code live} is all that are not purged */
    public record Summary(long live, Map<AccountStatus, Long> byStatus) {}

    private final CountAccounts countAccounts;
    private final Caller caller;

    RegistrySummaryResource(CountAccounts countAccounts, Caller caller) {
        this.countAccounts = countAccounts;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "How many accounts there are, by status")
    public Summary summary() {
        caller.requireAny(
                "account-admin",
                "support",
                "restore-operator",
                "purge-requester",
                "purge-approver",
                "auditor",
                "platform-admin",
                "service");
        var byStatus = countAccounts.byStatus();
        var live = byStatus.entrySet().stream()
                .filter(count -> count.getKey() != AccountStatus.PURGED)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Summary(live, byStatus);
    }
}
