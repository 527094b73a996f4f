package io.reprieve.audit.proof;

import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.note.NoteSigner;
import io.reprieve.audit.witnessed.Cosignatures;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signed states of the log, and the proof that one grew out of another. */
@Path("/api/v1")
@RolesAllowed({"auditor", "support", "service"})
@Blocking
@Tag(name = "Proofs")
public class CheckpointResource {
    /** @param rootHash hex @param keyId hex, as in the note's signature @param note the signed note */
    public record Latest(String origin, long size, String rootHash, String keyId, Instant signedAt, String note) {}

    /** @param path hex; RFC 6962 consistency proof between the trees of these sizes */
    public record Consistency(long from, long to, List<String> path) {}

    private final ProveLog prove;
    private final NoteSigner signer;
    private final Cosignatures cosignatures;

    CheckpointResource(ProveLog prove, NoteSigner signer, Cosignatures cosignatures) {
        this.prove = prove;
        this.signer = signer;
        this.cosignatures = cosignatures;
    }

    /** The newest checkpoint, in JSON. */
    @GET
    @Path("checkpoints/latest")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Newest checkpoint, in JSON")
    public Latest latest() {
        Checkpoint checkpoint = prove.checkpoint();
        return new Latest(
                signer.name(),
                checkpoint.size(),
                HexFormat.of().formatHex(checkpoint.root()),
                HexFormat.of().formatHex(signer.keyId()),
                checkpoint.signedAt(),
                checkpoint.note());
    }

    /** The newest checkpoint as C2SP tlog-checkpoint has it, with the cosignatures it has so far. */
    @GET
    @Path("checkpoint")
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    @Operation(summary = "Newest checkpoint, as a C2SP signed note with its witnesses' cosignatures")
    @APIResponse(responseCode = "404", description = "not-witnessed: no checkpoint was cosigned by every witness yet")
    public String note(
            @Parameter(description = "true: the newest that every witness cosigned") @QueryParam("witnessed")
                    boolean witnessed) {
        if (!witnessed) {
            return cosignatures.cosigned(prove.checkpoint());
        }
        return cosignatures
                .newestWitnessed()
                .orElseThrow(
                        () -> Problem.of(
                                404,
                                "not-witnessed",
                                "No checkpoint was cosigned by every witness",
                                "REPRIEVE_WITNESS_URL says who they are, reprieve_audit_witness_age_seconds who does not answer."));
    }

    /** Consistency proof from one size to a larger one ({@code to}: the newest checkpoint's when left out). */
    @GET
    @Path("consistency")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Consistency proof between two sizes (RFC 6962)")
    @APIResponse(responseCode = "422", description = "size-invalid: 0 ≤ from ≤ to ≤ the newest checkpoint's size")
    public Consistency consistency(@QueryParam("from") Long from, @QueryParam("to") Long to) {
        long size = prove.checkpoint().size();
        long newer = to == null ? size : to;
        if (from == null || from < 0 || from > newer || newer > size) {
            throw Problem.of(
                            422,
                            "size-invalid",
                            "No such pair of sizes",
                            "Give 0 <= from <= to <= " + size + ", the newest checkpoint's size.")
                    .with("size", size);
        }
        return new Consistency(
                from,
                newer,
                prove.consistency(from, newer).stream()
                        .map(HexFormat.of()::formatHex)
                        .toList());
    }
}
