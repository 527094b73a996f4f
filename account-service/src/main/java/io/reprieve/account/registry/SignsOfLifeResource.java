package io.reprieve.account.registry;

import io.quarkus.security.Authenticated;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Idempotent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signs that somebody still uses an account. */
@Path("/api/v1/accounts/{id}/signs-of-life")
@Tag(name = "signs of life")
@Authenticated
public class SignsOfLifeResource {
    /**
     * Something that showed life.
     *
     * @param kind what it was: {@code LOGIN}, {@code SUPPORT_CALL}, {@code INVOICE}…
     * @param note a word to whoever decides; no content of the customer's
     */
    public record Sign(
            @NotBlank @Size(max = 50) String kind,
            @Size(max = 500) String note) {}

    /** When the account last showed life. */
    public record Seen(String accountId, Instant lastSignOfLifeAt) {}

    private final ReportSignOfLife reportSignOfLife;
    private final Caller caller;

    SignsOfLifeResource(ReportSignOfLife reportSignOfLife, Caller caller) {
        this.reportSignOfLife = reportSignOfLife;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @Operation(
            summary = "Report a sign of life",
            description = "From the product, from support, from billing. It holds a purge that is waiting.")
    public Seen report(@PathParam("id") String id, @Valid Sign sign) {
        if (!caller.isServiceAccount()) {
            caller.requireAny("account-admin", "support");
        }
        var told = sign == null ? new Sign("UNSPECIFIED", null) : sign;
        var account = reportSignOfLife.report(id, told, caller.actor());
        return new Seen(account.id(), account.lastSignOfLifeAt().orElseThrow());
    }
}
