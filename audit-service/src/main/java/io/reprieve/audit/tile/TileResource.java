package io.reprieve.audit.tile;

import io.quarkus.vertx.http.Compressed;
import io.quarkus.vertx.http.Uncompressed;
import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.DamageAlarm;
import io.reprieve.audit.log.LogStore;
import io.reprieve.audit.log.TileStore;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The log as the static files of https://c2sp.org/tlog-tiles. Entries are confidential, so none of it is public. */
@Path("/api/v1/tile")
@RolesAllowed("auditor")
@Blocking
@Tag(name = "Proofs")
public class TileResource {
    /** What a path names never changes; a cache may keep it for its one reader. */
    private static final String FOR_GOOD = "private, max-age=31536000, immutable";

    private final LogStore log;
    private final TileStore tiles;
    private final BundleStore bundles;
    private final DamageAlarm alarm;

    TileResource(LogStore log, TileStore tiles, BundleStore bundles, DamageAlarm alarm) {
        this.log = log;
        this.tiles = tiles;
        this.bundles = bundles;
        this.alarm = alarm;
    }

    /** The hashes of a tile, 32 bytes each, one behind the other: 256 of a full one. */
    @GET
    @Path("{level}/{place: .+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Uncompressed
    @Operation(summary = "A tile of the tree (C2SP tlog-tiles)")
    @APIResponse(responseCode = "404", description = "tile-unknown: not a tile of the newest checkpoint's tree")
    @APIResponse(responseCode = "503", description = "log-damaged: hashes of it are gone")
    public Response tile(
            @Parameter(description = "0 to 63") @PathParam("level") String level,
            @Parameter(description = "such as x001/x234/067, or 067.p/8 for the first 8 hashes") @PathParam("place")
                    String place) {
        TilePath path = known(level, place);
        return Response.ok(alarm.reading(() -> tiles.hashes(path.id(), path.width())))
                .header(HttpHeaders.CACHE_CONTROL, FOR_GOOD)
                .build();
    }

    /** Entries as they were written, each behind its length in two bytes, the higher first: 256 of a full bundle. */
    @GET
    @Path("entries/{place: .+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Compressed
    @Operation(summary = "A bundle of entries (C2SP tlog-tiles)")
    @APIResponse(responseCode = "404", description = "tile-unknown: not a bundle of the newest checkpoint's tree")
    @APIResponse(responseCode = "503", description = "log-damaged: names the first of its entries that is gone")
    public Response entries(
            @Parameter(description = "such as x001/x234/067, or 067.p/8 for the first 8 entries") @PathParam("place")
                    String place) {
        TilePath path = known("0", place);
        // Whole before the first byte leaves: what is missing shall be told, not sent as the end of a stream.
        List<byte[]> leaves = alarm.reading(() -> bundles.leaves(path.firstEntry(), path.width()));
        return Response.ok(BundleStore.bundle(leaves))
                .header(HttpHeaders.CACHE_CONTROL, FOR_GOOD)
                .build();
    }

    private TilePath known(String level, String place) {
        long size = log.latestCheckpoint().map(Checkpoint::size).orElse(0L);
        return TilePath.of(level, place)
                .filter(path -> path.isIn(size))
                .orElseThrow(() -> Problem.of(
                        404,
                        "tile-unknown",
                        "No such tile",
                        "The newest checkpoint is of " + size
                                + " entries; tiles are named as c2sp.org/tlog-tiles says."));
    }
}
