package io.reprieve.backup.browse;

import io.reprieve.accountdata.ObjectEntry;
import io.reprieve.accountdata.TableShape;
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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Looks into a backup without restoring it. Every look at an account's rows or object names is audited before it is answered. */
@Path("/api/v1/backups/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "browse")
public class BrowseResource {

    private static final String ENVELOPE = "application/vnd.dsse+json";

    private final BackupStore backups;
    private final Archives archives;
    private final BrowseAudit audit;
    private final Access access;

    BrowseResource(BackupStore backups, Archives archives, BrowseAudit audit, Access access) {
        this.backups = backups;
        this.archives = archives;
        this.audit = audit;
        this.access = access;
    }

    @GET
    @Path("/manifest")
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "The manifest",
            description =
                    "Tables with columns, counts and digests; objects; parts. Read from the vault, its signature checked."
                            + " As application/vnd.dsse+json: the signed envelope, byte for byte. 409 manifest-altered.")
    @Produces({MediaType.APPLICATION_JSON, ENVELOPE})
    public Response manifest(@PathParam("id") String id, @Context HttpHeaders headers) {
        Backup backup = operatorsBackup(id);
        boolean signed = headers.getAcceptableMediaTypes().stream()
                .anyMatch(type -> ENVELOPE.equals(type.getType() + "/" + type.getSubtype()));
        byte[] bytes = signed ? archives.envelope(backup) : archives.payload(backup);
        audit.browsed(backup, Map.of("what", "manifest"));
        return Response.ok(bytes, signed ? ENVELOPE : MediaType.APPLICATION_JSON)
                .build();
    }

    @GET
    @Path("/tables/{table}/rows")
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Rows of one table",
            description =
                    "The table is its ordinal in the manifest. Values are text as PostgreSQL prints it. 404 table-unknown,"
                            + " 409 part-altered and the like.")
    public Response rows(
            @PathParam("id") String id,
            @PathParam("table") int table,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        Backup backup = operatorsBackup(id);
        int most = Page.limit(limit);
        long skip = Cursor.parse(cursor, 1).map(c -> c.number(0)).orElse(0L);
        ArchiveReader archive = archives.archive(backup);
        if (table < 0 || table >= archive.tables().size()) {
            throw Problem.of(404, "table-unknown", "No such table", "The backup has no table " + table + ".");
        }
        TableShape shape = archive.tables().get(table);
        List<List<String>> rows = archives.reading(() -> {
            try (InputStream text = archive.rows(shape)) {
                return RowReader.rows(text, skip, most + 1);
            }
        });
        List<Map<String, String>> items =
                rows.stream().limit(most).map(row -> named(shape, row)).toList();
        audit.browsed(backup, Map.of("what", "rows", "table", shape.name(), "from", skip, "rows", items.size()));
        String next = rows.size() > most ? Cursor.of(skip + most).encoded() : null;
        Response page = new Page<>(List.of(), next).toResponse(uri);
        return Response.fromResponse(page)
                .entity(new RowPage(
                        shape.name(),
                        shape.columns().stream().map(RowPage.Column::of).toList(),
                        items,
                        next))
                .build();
    }

    private static Map<String, String> named(TableShape shape, List<String> row) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < row.size() && i < shape.columns().size(); i++) {
            named.put(shape.columns().get(i).name(), row.get(i));
        }
        return named;
    }

    @GET
    @Path("/objects")
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Objects of a backup",
            description =
                    "Every version and delete marker: key, version, size, SHA-256, metadata and tags. Each key's from"
                            + " the oldest on.")
    public Response objects(
            @PathParam("id") String id,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        Backup backup = operatorsBackup(id);
        int most = Page.limit(limit);
        int skip =
                Cursor.parse(cursor, 1).map(c -> Math.toIntExact(c.number(0))).orElse(0);
        List<ObjectEntry> all = archives.manifest(backup).objectEntries();
        List<ObjectView> items =
                all.stream().skip(skip).limit(most).map(ObjectView::of).toList();
        audit.browsed(backup, Map.of("what", "objects", "from", skip, "objects", items.size()));
        String next = skip + most < all.size() ? Cursor.of(skip + most).encoded() : null;
        return new Page<>(items, next).toResponse(uri);
    }

    @GET
    @Path("/object-versions")
    @RolesAllowed(Access.SERVICE)
    @Operation(
            summary = "Every object's key, version and size",
            description =
                    "Delete markers among them; sorted by key, each key's from the oldest on, whole: what an erasure deletes"
                            + " later. For purge-service alone.")
    public List<Map<String, Object>> objectVersions(@PathParam("id") String id) {
        access.purge();
        Backup backup = backups.verified(Ids.require("bkp", id));
        return archives.manifest(backup).objectEntries().stream()
                .sorted(Comparator.comparing(
                        (ObjectEntry o) -> o.key().getBytes(StandardCharsets.UTF_8), java.util.Arrays::compareUnsigned))
                .map(BrowseResource::version)
                .toList();
    }

    private static Map<String, Object> version(ObjectEntry entry) {
        Map<String, Object> version = new HashMap<>();
        version.put("key", entry.key());
        version.put("versionId", entry.versionId());
        version.put("size", entry.size());
        if (entry.deleteMarker()) {
            version.put("deleteMarker", true);
        }
        return version;
    }

    private Backup operatorsBackup(String id) {
        access.operator();
        return backups.verified(Ids.require("bkp", id));
    }
}
