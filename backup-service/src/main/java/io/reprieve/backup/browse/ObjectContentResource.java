package io.reprieve.backup.browse;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.backup.access.Access;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The bytes of one object of a backup, for those who may see what cannot be masked. */
@Path("/api/v1/backups/{id}/objects/{ordinal}/content")
@Tag(name = "browse")
public class ObjectContentResource {

    private final BackupStore backups;
    private final Archives archives;
    private final BrowseConfig config;
    private final BrowseAudit audit;
    private final Reveal reveal;
    private final Access access;

    ObjectContentResource(
            BackupStore backups,
            Archives archives,
            BrowseConfig config,
            BrowseAudit audit,
            Reveal reveal,
            Access access) {
        this.backups = backups;
        this.archives = archives;
        this.config = config;
        this.audit = audit;
        this.reveal = reveal;
        this.access = access;
    }

    @GET
    @RolesAllowed(Access.OPERATOR)
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Download one object",
            description =
                    "The object's bytes as an attachment; its ordinal is in the list of objects. The SHA-256 is checked on the"
                            + " way: a damaged object ends before its Content-Length, never as a whole download. 403"
                            + " role-missing, 404 object-unknown, 409 object-is-marker, part-altered and the like, 413"
                            + " object-too-large.")
    public Response content(@PathParam("id") String id, @PathParam("ordinal") int ordinal) {
        access.operator();
        Backup backup = backups.verified(Ids.require("bkp", id));
        reveal.requireRole();
        ArchiveReader archive = archives.archive(backup);
        ObjectEntry entry = entry(archive, ordinal);
        requireSize(entry);
        ObjectDownload download = archives.reading(() -> new ObjectDownload(archive.object(entry), entry));
        try {
            audit.browsed(
                    backup,
                    Map.of("what", "object", "ordinal", ordinal, "sha256", entry.sha256(), "bytes", entry.size()));
        } catch (RuntimeException unnoted) {
            archives.reading(() -> {
                download.close();
                return null;
            });
            throw unnoted;
        }
        return Response.ok(download, MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_LENGTH, entry.size())
                .header(HttpHeaders.CONTENT_DISPOSITION, ObjectDownload.attachment(entry.key()))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .build();
    }

    private static ObjectEntry entry(ArchiveReader archive, int ordinal) {
        if (ordinal < 0 || ordinal >= archive.objects().size()) {
            throw Problem.of(404, "object-unknown", "No such object", "The backup has no object " + ordinal + ".");
        }
        ObjectEntry entry = archive.objects().get(ordinal);
        if (entry.deleteMarker()) {
            throw Problem.of(
                    409,
                    "object-is-marker",
                    "A delete marker has no bytes",
                    "Object " + ordinal
                            + " says that its key was deleted then: ask for one of the versions before it.");
        }
        return entry;
    }

    private void requireSize(ObjectEntry entry) {
        long most = config.largestObject().asLongValue();
        if (entry.size() > most) {
            throw Problem.of(
                            413,
                            "object-too-large",
                            "The object is too large to be downloaded",
                            "It has " + entry.size() + " bytes, and REPRIEVE_LARGEST_DOWNLOAD lets " + most
                                    + " through. Raise that, or restore the backup and read it from the product's bucket.")
                    .with("bytes", entry.size())
                    .with("most", most);
        }
    }
}
