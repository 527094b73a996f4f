package io.reprieve.account.erasure;

import io.reprieve.account.tombstone.Tombstone;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Ids;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The point of no return over HTTP: purge-service alone, with a warrant and a receipt. */
@Path("/api/v1/accounts/{id}/erasure")
@Tag(name = "erasure")
@RolesAllowed("service")
public class ErasureResource {
    /**
     * The order.
     *
     * @param warrant compact JWS of purge-service
     * @param receipt compact JWS of backup-service
     * @param objects the manifest's objects: what will be swept after the grace, and nothing else;
     *     none for an account without objects
     */
    public record Order(
            @NotBlank String warrant, @NotBlank String receipt, List<@Valid @NotNull NamedVersion> objects) {
        public Order {
            objects = objects == null ? List.of() : List.copyOf(objects);
        }

        List<ObjectVersion> versions() {
            return objects.stream()
                    .map(object -> ObjectVersion.named(
                            object.key(),
                            object.versionId(),
                            object.size(),
                            Boolean.TRUE.equals(object.deleteMarker())))
                    .toList();
        }
    }

    /** One version of one object, size in bytes, or one delete marker; the newest of a key stands last. */
    public record NamedVersion(
            @NotBlank String key,
            @NotBlank String versionId,
            @NotNull Long size,
            Boolean deleteMarker) {}

    private final EraseAccount eraseAccount;
    private final Caller caller;

    ErasureResource(EraseAccount eraseAccount, Caller caller) {
        this.eraseAccount = eraseAccount;
        this.caller = caller;
    }

    @POST
    @Operation(
            summary = "Erase an account under a warrant",
            description =
                    "Everything is checked against account-service's own record and clock; what was deleted is compared"
                            + " with the receipt inside the commit. After a lost answer ask GET /tombstones, never repeat blindly.")
    @APIResponse(responseCode = "200", description = "The tombstone")
    @APIResponse(
            responseCode = "403",
            description =
                    "token-…, account-mismatch, receipt-mismatch, key-turn-missing, same-person, both-roles, role-lost,"
                            + " act-not-logged")
    @APIResponse(
            responseCode = "409",
            description =
                    "warrant-spent, purge-stopped, not-fenced, fence-not-proved, roles-unknown, cooling-off-running,"
                            + " sign-of-life, legal-hold, lock-not-enforced, lock-too-short, data-map-moved, data-map-fails,"
                            + " concurrent-writers, account-busy, objects-in-the-way")
    @APIResponse(responseCode = "412", description = "epoch-moved, evidence-mismatch, content-moved")
    public Tombstone erase(@PathParam("id") String id, @NotNull @Valid Order order) {
        caller.requireService("purge-service");
        return eraseAccount.erase(Ids.require("acc", id), order, caller.actor());
    }
}
