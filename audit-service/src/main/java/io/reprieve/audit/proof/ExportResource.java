package io.reprieve.audit.proof;

import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The log itself, for whoever would rather recompute than believe. */
@Path("/api/v1/events/export")
@Tag(name = "Proofs")
public class ExportResource {
    private static final int CHUNK = 1000;

    private final EntryStore entries;
    private final ProveLog prove;

    ExportResource(EntryStore entries, ProveLog prove) {
        this.entries = entries;
        this.prove = prove;
    }

    /** Every leaf's exact bytes from index {@code from} on, a line each; as many as the newest checkpoint covers. */
    @GET
    @Produces("application/x-ndjson")
    @RolesAllowed("auditor")
    @Blocking
    @Operation(summary = "The log's entries, as they were written (NDJSON)")
    @APIResponse(responseCode = "200", description = "Reprieve-Tree-Size: the size of the tree they make up")
    public Response export(@QueryParam("format") String format, @QueryParam("from") Long from) {
        if (format != null && !format.equals("ndjson")) {
            throw Problem.of(422, "format-unknown", "No such format", "Entries are exported as ndjson.");
        }
        long start = from == null ? 0 : Math.max(0, from);
        long size = prove.checkpoint().size();
        StreamingOutput lines = out -> {
            for (long index = start; index < size; index += CHUNK) {
                entries.writeLines(index, Math.min(index + CHUNK, size), out);
            }
        };
        return Response.ok(lines).header("Reprieve-Tree-Size", size).build();
    }
}
