package io.reprieve.audit.reconcile;

import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.follow.LogReader;
import io.reprieve.audit.reconcile.CountStore.Standing;
import io.reprieve.audit.tree.TreeHash;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a service holds its outbox against: how many of its entries the log has, and which. */
@Path("/api/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("service")
@Blocking
@Tag(name = "Reconciliation")
public class CountsResource {
    private static final int STRETCH = 5000;

    /**
     * @param size of the log that is counted
     * @param entries of the caller in it
     * @param digest hex; from 32 zero bytes on, {@code SHA-256(digest, index as 8 bytes, leaf hash)} for each
     */
    public record Counts(String source, long size, long entries, String digest) {}

    /** @param leafHash hex */
    public record Item(long index, String id, String leafHash) {}

    /** @param upTo where the stretch ends (excluded); below {@code to}, ask on from there */
    public record Listed(List<Item> items, long upTo) {}

    private final CountStore store;
    private final LogReader log;
    private final Caller caller;

    CountsResource(CountStore store, LogReader log, Caller caller) {
        this.store = store;
        this.log = log;
        this.caller = caller;
    }

    /** The count and chained digest of the calling service's own entries. */
    @GET
    @Path("counts")
    @Operation(summary = "How many entries of the calling service the log holds")
    @APIResponse(responseCode = "200", description = "As of size, which may lie a moment behind the log")
    @APIResponse(responseCode = "403", description = "not-own-source: a service is told of its own entries alone")
    public Counts counts(
            @Parameter(description = "the caller's own, which it is without") @QueryParam("source") String source) {
        String own = own(source);
        Standing standing = store.standing(own);
        return new Counts(
                own,
                standing.size(),
                standing.tally().entries(),
                hex(standing.tally().digest()));
    }

    /** The calling service's own entries between two indexes, a stretch of the log at a time. */
    @GET
    @Path("ids")
    @Operation(summary = "Which entries of the calling service the log holds")
    @APIResponse(responseCode = "200", description = "Computed from the leaves as they lie in the log")
    @APIResponse(responseCode = "422", description = "parameter-invalid: from and to, from below to")
    public Listed ids(@QueryParam("from") Long from, @QueryParam("to") Long to, @QueryParam("source") String source) {
        String own = own(source);
        if (from == null || to == null || from < 0 || to <= from) {
            throw Problem.of(422, "parameter-invalid", "Parameter malformed", "Give from and to, from below to.")
                    .error("from", "is an index of the log, below to");
        }
        int limit = (int) Math.min(STRETCH, to - from);
        return new Listed(
                log.from(from, from + limit, limit).stream()
                        .filter(entry -> entry.source().equals(own))
                        .map(CountsResource::item)
                        .toList(),
                from + limit);
    }

    private static Item item(LoggedEvent entry) {
        return new Item(entry.index(), entry.id(), hex(TreeHash.leaf(entry.leaf())));
    }

    private String own(String asked) {
        String own = "/" + caller.clientId();
        if (asked != null && !asked.equals(own)) {
            throw Problem.of(
                    403,
                    "not-own-source",
                    "A service is told of its own entries alone",
                    "The caller is " + own + "; it asked for " + asked + ".");
        }
        return own;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
