package io.reprieve.audit.proof;

import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.DamageAlarm;
import io.reprieve.audit.proof.EntryStore.Leaf;
import io.reprieve.audit.witnessed.Cosignatures;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The proof that an event is in the log. */
@Path("/api/v1/events/{id}/proof")
@Tag(name = "Proofs")
public class ProofResource {
    /**
     * All a verifier needs beside the log's public key.
     *
     * @param leafHash hex; SHA-256(0x00 ‖ leaf)
     * @param path hex; RFC 6962 audit path, lowest sibling first
     * @param checkpoint signed note over the tree of {@code treeSize}, with the cosignatures it has so far
     * @param leaf base64 of the entry's exact bytes
     */
    public record Proof(
            String id, long index, long treeSize, String leafHash, List<String> path, String checkpoint, String leaf) {}

    private final EntryStore entries;
    private final ProveLog prove;
    private final Cosignatures cosignatures;
    private final Caller caller;
    private final DamageAlarm alarm;

    ProofResource(EntryStore entries, ProveLog prove, Cosignatures cosignatures, Caller caller, DamageAlarm alarm) {
        this.entries = entries;
        this.cosignatures = cosignatures;
        this.prove = prove;
        this.caller = caller;
        this.alarm = alarm;
    }

    /** Inclusion proof against the newest checkpoint. Support names the entry's account. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({"auditor", "support", "service"})
    @Blocking
    @Operation(summary = "Inclusion proof of an event (RFC 6962), against the newest checkpoint")
    @APIResponse(responseCode = "404", description = "event-unknown")
    @APIResponse(responseCode = "503", description = "log-damaged: hashes on the way to the root are gone")
    public Proof proof(@PathParam("id") String id, @QueryParam("accountId") String accountId) {
        Leaf leaf = entries.leaf(Ids.require("evt", id))
                .filter(found -> accountId == null
                        || accountId.equals(
                                LoggedEvent.read(found.index(), found.bytes()).accountId()))
                .filter(found -> accountId != null || caller.roles().contains("auditor") || caller.isServiceAccount())
                .orElseThrow(() -> Problem.of(404, "event-unknown", "No such entry", "The log holds no event " + id));
        Checkpoint checkpoint = prove.checkpoint();
        List<byte[]> path = alarm.reading(() -> prove.inclusion(leaf.index(), checkpoint.size()));
        return new Proof(
                id,
                leaf.index(),
                checkpoint.size(),
                HexFormat.of().formatHex(leaf.hash()),
                path.stream().map(HexFormat.of()::formatHex).toList(),
                cosignatures.cosigned(checkpoint),
                Base64.getEncoder().encodeToString(leaf.bytes()));
    }
}
