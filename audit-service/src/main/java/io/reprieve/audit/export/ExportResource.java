package io.reprieve.audit.export;

import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.export.ExportEntries.Order;
import io.reprieve.audit.follow.FollowLog;
import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.proof.ProveLog;
import io.reprieve.audit.search.EventResource.Criteria;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The log itself, for whoever would rather recompute than believe, and parts of it with their proofs. */
@Path("/api/v1/events/export")
@Tag(name = "Proofs")
public class ExportResource {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ExportEntries export;
    private final ProveLog prove;
    private final FollowLog following;

    ExportResource(ExportEntries export, ProveLog prove, FollowLog following) {
        this.export = export;
        this.prove = prove;
        this.following = following;
    }

    /** As many entries as the newest checkpoint covers. */
    @GET
    @RolesAllowed("auditor")
    @Blocking
    @Operation(
            summary = "Entries to take away: ndjson (default), csv, ocsf",
            description =
                    "Without criteria and proofs, ndjson is the log itself: every leaf's exact bytes, a line each,"
                            + " whose checksum is the signed root. Otherwise each line holds an entry, its leaf hash and"
                            + " its audit path, and the last line closes the export: how many, tree size, SHA-256 of all"
                            + " bytes before, checkpoint. An export without it was cut off.")
    @APIResponse(responseCode = "200", description = "Reprieve-Tree-Size: the size of the tree all proofs lead to")
    @APIResponse(responseCode = "422", description = "format-unknown, parameter-invalid")
    @APIResponse(responseCode = "503", description = "index-behind: the index does not hold the newest entries yet")
    public Response export(
            @QueryParam("format") String format,
            @BeanParam Criteria criteria,
            @Parameter(description = "index of the first entry") @QueryParam("from") Long from,
            @Parameter(description = "the audit path of each entry; default: with criteria") @QueryParam("proofs")
                    Boolean proofs) {
        EventFilter filter = criteria.filter();
        boolean some = filter.criteria() > 0;
        ExportFormat written = format(format);
        Checkpoint checkpoint = prove.checkpoint();
        if (some && following.await("search", checkpoint.size(), PATIENCE) < checkpoint.size()) {
            throw Problem.of(503, "index-behind", "Not all entries can be found yet", "Ask again in a moment.");
        }
        Order order =
                new Order(filter, from == null ? 0 : Math.max(0, from), checkpoint, proofs == null ? some : proofs);
        boolean bare = written instanceof NdjsonFormat && !some && !order.proofs();
        StreamingOutput body = bare ? out -> export.leaves(order, out) : out -> export.write(order, written, out);
        return Response.ok(body)
                .type(written.contentType())
                .header("Reprieve-Tree-Size", checkpoint.size())
                .build();
    }

    private static ExportFormat format(String asked) {
        return switch (asked == null ? "ndjson" : asked) {
            case "ndjson" -> new NdjsonFormat();
            case "csv" -> new CsvFormat();
            case "ocsf" -> new OcsfFormat();
            default ->
                throw Problem.of(
                        422, "format-unknown", "No such format", "Entries are exported as ndjson, csv or ocsf.");
        };
    }
}
