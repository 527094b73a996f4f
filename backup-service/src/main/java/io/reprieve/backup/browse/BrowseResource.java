package io.reprieve.backup.browse;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.backup.access.Access;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
    @Path("/objects")
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Objects of a backup",
            description =
                    "Every version and delete marker: ordinal, key, version, size, SHA-256, metadata and tags. Each key's"
                            + " from the oldest on. prefix= keeps the keys that begin so. The bytes are at"
                            + " objects/{ordinal}/content.")
    public Response objects(
            @PathParam("id") String id,
            @QueryParam("prefix") @DefaultValue("") String prefix,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        Backup backup = operatorsBackup(id);
        int most = Page.limit(limit);
        int from = Cursor.parse(cursor, 1)
                .map(c -> (int) Math.max(0, Math.min(c.number(0), Integer.MAX_VALUE)))
                .orElse(0);
        List<ObjectEntry> all = archives.manifest(backup).objectEntries();
        int[] found = IntStream.range(from, all.size())
                .filter(ordinal -> all.get(ordinal).key().startsWith(prefix))
                .limit(most + 1L)
                .toArray();
        List<ObjectView> items = Arrays.stream(found)
                .limit(most)
                .mapToObj(ordinal -> ObjectView.of(ordinal, all.get(ordinal)))
                .toList();
        audit.browsed(backup, Map.of("what", "objects", "prefix", prefix, "from", from, "objects", items.size()));
        String next = found.length > most ? Cursor.of(found[most]).encoded() : null;
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
        audit.browsed(backup, Map.of("what", "object-versions"));
        return archives.manifest(backup).objectEntries().stream()
                .sorted(Comparator.comparing(
                        (ObjectEntry o) -> o.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
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
