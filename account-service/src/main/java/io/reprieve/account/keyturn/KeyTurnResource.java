package io.reprieve.account.keyturn;

import io.quarkus.security.Authenticated;
import io.reprieve.edge.Caller;
import io.reprieve.edge.EffectiveRoles;
import io.reprieve.outbox.EventDraft;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The keys over HTTP, each turned with the person's own token. */
@Path("/api/v1/accounts/{id}/key-turns")
@Tag(name = "key turns")
@Authenticated
public class KeyTurnResource {
    /**
     * One act.
     *
     * @param digest of the request (REQUEST), of the evidence (APPROVAL): 64 hex digits
     * @param kind of a request, with {@code reason} and {@code epoch}: what the digest is of
     * @param evidence of an approval: the canonical JSON the digest is of
     */
    public record Act(
            @NotNull String purgeRequestId,
            @NotNull Turn turn,
            @NotNull @Pattern(regexp = "[0-9a-f]{64}") String digest,
            @Size(max = 50) String kind,
            @Size(min = 1, max = EventDraft.LONGEST_REASON) String reason,
            @Min(1) Long epoch,
            @Size(max = 100_000) String evidence) {}

    /** A key turn on record. */
    public record Recorded(String id, Turn turn, String personId, Instant at) {}

    private final TurnKey turnKey;
    private final EffectiveRoles effectiveRoles;
    private final Caller caller;

    KeyTurnResource(TurnKey turnKey, EffectiveRoles effectiveRoles, Caller caller) {
        this.turnKey = turnKey;
        this.effectiveRoles = effectiveRoles;
        this.caller = caller;
    }

    @POST
    @Operation(
            summary = "Turn a key",
            description =
                    "With the token of the person who asks or approves, handed on by purge-service. Checked from that"
                            + " token and from what Keycloak says they effectively hold. The same act again answers 200 with the same.")
    @APIResponse(responseCode = "201", description = "Recorded")
    @APIResponse(
            responseCode = "403",
            description =
                    "own-request, same-person, both-roles, not-human, person-unknown, stale-sign-in, role-missing,"
                            + " person-disabled")
    @APIResponse(responseCode = "412", description = "epoch-moved, evidence-mismatch")
    public Response turn(@PathParam("id") String id, @NotNull @Valid Act act) {
        var who = new Presented(
                caller.subject(),
                caller.personId(),
                caller.clientId(),
                caller.isHuman(),
                caller.isServiceAccount(),
                caller.roles(),
                caller.authTime(),
                effectiveRoles.of(caller.subject()));
        var turned = turnKey.turn(id, act, who, caller.actor());
        var turn = turned.keyTurn();
        return Response.status(turned.fresh() ? 201 : 200)
                .entity(new Recorded(turn.id(), turn.turn(), turn.personId(), turn.at()))
                .build();
    }
}
