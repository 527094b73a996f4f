package io.reprieve.backup.compare;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.compare.RowDifference.Verdict;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.objects.ObjectDifference;
import io.reprieve.backup.access.Access;
import io.reprieve.backup.browse.BrowseAudit;
import io.reprieve.backup.browse.Masking;
import io.reprieve.backup.browse.Reveal;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What comparisons found. Every look is audited before it is answered. */
@Path("/api/v1/comparisons/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "browse")
public class ComparisonResource {

    private final ComparisonStore comparisons;
    private final ReadComparison read;
    private final BackupStore backups;
    private final DataMap map;
    private final BrowseAudit audit;
    private final Reveal reveal;
    private final Access access;

    ComparisonResource(
            ComparisonStore comparisons,
            ReadComparison read,
            BackupStore backups,
            DataMap map,
            BrowseAudit audit,
            Reveal reveal,
            Access access) {
        this.comparisons = comparisons;
        this.read = read;
        this.backups = backups;
        this.map = map;
        this.audit = audit;
        this.reveal = reveal;
        this.access = access;
    }

    @GET
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "One comparison",
            description =
                    "Per table how many rows are only here (in the backup), only there, or changed, in which columns, and which"
                            + " columns or tables one side does not have; objects by key. 404 comparison-unknown.")
    public ComparisonView one(@PathParam("id") String id) {
        access.operator();
        BackupComparison comparison = comparisons.get(Ids.require("cmp", id));
        note(comparison, Map.of("what", "comparison-result"), null);
        return ComparisonView.of(comparison, ReadComparison.result(comparison));
    }

    @GET
    @Path("/tables/{table}/rows")
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Rows of one table that differ",
            description =
                    "By key, with the columns that differ; verdict= keeps ONLY_HERE, ONLY_THERE or CHANGED. Of each verdict the"
                            + " first 10,000 rows (REPRIEVE_COMPARISON_ROWS) are kept, all are counted. Values beyond 4,000"
                            + " characters are cut. Personal columns are masked unless reveal=true and the header"
                            + " Reveal-Reason say otherwise. 403 role-missing, 404 comparison-unknown, table-unknown, 409"
                            + " comparison-not-done, 410 comparison-expired, 422 reveal-reason-missing.")
    public Response rows(
            @PathParam("id") String id,
            @PathParam("table") int table,
            @QueryParam("verdict") Verdict verdict,
            @QueryParam("reveal") boolean revealed,
            @HeaderParam(Reveal.REASON) String reason,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        access.operator();
        BackupComparison comparison = comparisons.readable(Ids.require("cmp", id));
        List<ComparisonResult.Table> tables = ReadComparison.result(comparison).tables();
        if (table < 0 || table >= tables.size()) {
            throw Problem.of(404, "table-unknown", "No such table", "The comparison has no table " + table + ".");
        }
        Optional<String> why = reveal.reason(backups.get(comparison.backupId), revealed, reason);
        Predicate<ComparisonResult.Column> personal = personal(tables.get(table));
        var page = read.page(comparison, String.valueOf(table), verdict, cursor, Page.limit(limit), KeptRow.class);
        DifferencePage.Shown shown =
                new DifferencePage.Shown(tables.get(table), column -> why.isEmpty() && personal.test(column));
        Map<String, Object> what = new LinkedHashMap<>(Map.of(
                "what",
                "comparison-rows",
                "table",
                tables.get(table).table(),
                "rows",
                page.opened().size()));
        why.ifPresent(given -> what.put(
                "revealed",
                tables.get(table).columns().stream()
                        .filter(personal)
                        .map(ComparisonResult.Column::name)
                        .toList()));
        note(comparison, what, why.orElse(null));
        return Response.fromResponse(new Page<>(List.of(), page.next()).toResponse(uri))
                .entity(DifferencePage.of(shown, page.rows(), page.opened(), page.next()))
                .build();
    }

    @GET
    @Path("/objects")
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Objects that differ",
            description = "Keys whose current object is only here, only there, or another. 404 comparison-unknown, 409"
                    + " comparison-not-done, 410 comparison-expired.")
    public Response objects(
            @PathParam("id") String id,
            @QueryParam("verdict") Verdict verdict,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        access.operator();
        BackupComparison comparison = comparisons.readable(Ids.require("cmp", id));
        var page = read.page(
                comparison, KeepDifferences.OBJECTS, verdict, cursor, Page.limit(limit), ObjectDifference.class);
        note(
                comparison,
                Map.of("what", "comparison-objects", "objects", page.opened().size()),
                null);
        return new Page<>(page.opened(), page.next()).toResponse(uri);
    }

    /** What was marked when the comparison was made, and what is marked today. */
    private Predicate<ComparisonResult.Column> personal(ComparisonResult.Table table) {
        TableShape named = new TableShape(table.table(), table.kind(), List.of(), List.of(), List.of());
        Masking today = Masking.of(map);
        return column -> column.personal() || today.masks(named, column.name());
    }

    private void note(BackupComparison comparison, Map<String, Object> facts, String reason) {
        Backup backup = backups.get(comparison.backupId);
        Map<String, Object> what = new LinkedHashMap<>(facts);
        what.put("comparisonId", comparison.id);
        what.put("with", comparison.otherBackupId == null ? ComparisonRequest.LIVE : comparison.otherBackupId);
        audit.browsed(backup, what, reason);
    }
}
