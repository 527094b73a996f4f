package io.reprieve.backup.browse;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.backup.access.Access;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import io.reprieve.edge.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Rows of a backup's tables, read out of the archive. Every look is audited before it is answered. */
@Path("/api/v1/backups/{id}/tables/{table}/rows")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "browse")
public class RowsResource {

    private final BackupStore backups;
    private final Archives archives;
    private final DataMap map;
    private final BrowseConfig config;
    private final BrowseAudit audit;
    private final Reveal reveal;
    private final Access access;

    RowsResource(
            BackupStore backups,
            Archives archives,
            DataMap map,
            BrowseConfig config,
            BrowseAudit audit,
            Reveal reveal,
            Access access) {
        this.backups = backups;
        this.archives = archives;
        this.map = map;
        this.config = config;
        this.audit = audit;
        this.reveal = reveal;
        this.access = access;
    }

    @GET
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Rows of one table",
            description =
                    "The table is its ordinal in the manifest. Numbers, booleans and JSON are such where that is exact (whole"
                            + " numbers below 2^53, decimals of up to 15 digits); everything else is text as PostgreSQL"
                            + " prints it. filter=column:operator:value, repeatable, all have to hold; operators eq, ne,"
                            + " lt, le, gt, ge, contains, null (null:true, null:false); numbers compare as numbers, times"
                            + " as instants, text by code point; null meets no operator but null. A page ends early after"
                            + " 4 MiB, or when a filter looked at a million rows: go on with next. Personal columns are"
                            + " masked unless reveal=true and the header Reveal-Reason say otherwise. 400 filter-…, 403"
                            + " role-missing, 404 table-unknown, 409 part-altered and the like, 413 row-too-large, 422"
                            + " reveal-reason-missing.")
    public Response rows(
            @PathParam("id") String id,
            @PathParam("table") int table,
            @QueryParam("filter") List<String> filters,
            @QueryParam("reveal") boolean revealed,
            @HeaderParam(Reveal.REASON) String reason,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        access.operator();
        Backup backup = backups.verified(Ids.require("bkp", id));
        int most = Page.limit(limit);
        long from = Cursor.parse(cursor, 1).map(c -> c.number(0)).orElse(0L);
        ArchiveReader archive = archives.archive(backup);
        TableShape shape = shape(archive, table);
        Optional<String> why = reveal.reason(backup, revealed, reason);
        Masking masking = Masking.of(map, archive.manifest());
        Predicate<String> masked = column -> why.isEmpty() && masking.masks(shape, column);
        RowFilter filter = RowFilter.parse(shape, filters, masked);
        RowReader.Rows found = archives.reading(() -> {
            try (InputStream text = archive.rows(shape)) {
                return new RowReader(text).page(from, most, filter, config.longestLook());
            }
        });
        note(backup, shape, filter, from, found, why, masking.of(shape));
        String next = found.more() ? Cursor.of(found.position()).encoded() : null;
        long total = archive.manifest().tables().get(table).rows();
        return Response.fromResponse(new Page<>(List.of(), next).toResponse(uri))
                .entity(RowPage.of(shape, total, masked, found.rows(), next))
                .build();
    }

    private static TableShape shape(ArchiveReader archive, int table) {
        if (table < 0 || table >= archive.tables().size()) {
            throw Problem.of(404, "table-unknown", "No such table", "The backup has no table " + table + ".");
        }
        return archive.tables().get(table);
    }

    private void note(
            Backup backup,
            TableShape shape,
            RowFilter filter,
            long from,
            RowReader.Rows found,
            Optional<String> why,
            List<String> personal) {
        Map<String, Object> what = new LinkedHashMap<>(Map.of(
                "what",
                "rows",
                "table",
                shape.name(),
                "from",
                from,
                "rows",
                found.rows().size()));
        if (!filter.isEmpty()) {
            what.put("filteredBy", filter.columns());
        }
        if (why.isPresent()) {
            what.put("revealed", personal);
        }
        audit.browsed(backup, what, why.orElse(null));
    }
}
