package io.reprieve.backup.receipt;

import io.reprieve.backup.access.Access;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.backup.vault.VaultRefusal;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import io.reprieve.outbox.EventActor;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Longer locks before a warrant; for purge-service alone. */
@Path("/api/v1/backups/{id}/lock-extensions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "backups")
public class LockExtensionResource {

    private final ExtendLocks extend;
    private final BackupStore backups;
    private final Access access;
    private final Caller caller;

    LockExtensionResource(ExtendLocks extend, BackupStore backups, Access access, Caller caller) {
        this.extend = extend;
        this.backups = backups;
        this.access = access;
        this.caller = caller;
    }

    /** @param purgeRequestId the purge that is about to be executed */
    public record ExtensionRequest(@NotBlank String purgeRequestId) {}

    @POST
    @Idempotent
    @RolesAllowed(Access.SERVICE)
    @Operation(
            summary = "Raise every lock beyond now + retention",
            description = "Reads each back and answers with a fresh receipt. 409 backup-not-verified or archive damage,"
                    + " 503 lock-not-kept or vault-silent.")
    public ExtendLocks.Extension extend(@PathParam("id") String id, @NotNull @Valid ExtensionRequest request) {
        access.purge();
        Ids.require("prg", request.purgeRequestId());
        Actor actor = caller.actor();
        try {
            return extend.extend(
                    backups.verified(Ids.require("bkp", id)),
                    request.purgeRequestId(),
                    new EventActor(actor.id(), actor.kind(), actor.clientId()));
        } catch (ArchiveDamaged e) {
            throw Problem.of(409, e.damage().code(), "The archive is damaged", e.getMessage());
        } catch (VaultRefusal e) {
            throw Problem.of(503, "lock-not-kept", "The vault does not lock", e.getMessage());
        } catch (IOException e) {
            throw Problem.of(503, "vault-silent", "The vault does not answer", "Try again later.");
        }
    }
}
