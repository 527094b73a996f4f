package io.reprieve.purge.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Page;
import io.reprieve.edge.Problem;
import io.reprieve.purge.database.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which purges took place, of which kinds, asked for and approved by whom: the question IR-34 took ten hours to answer. */
@Path("/api/v1/purge-inventory")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "inventory")
public class PurgeInventoryResource {
    private final Database database;

    PurgeInventoryResource(Database database) {
        this.database = database;
    }

    /** How many requests of a kind are in a state. */
    public record Total(String kind, String state, long requests) {}

    /**
     * One request.
     *
     * @param approvers person ids of those whose approvals counted
     * @param erasedAt null unless purged; by the product's database
     */
    public record Item(
            String id,
            String accountId,
            String accountName,
            String kind,
            String state,
            String requester,
            List<String> approvers,
            String backupId,
            String tombstoneId,
            Instant requestedAt,
            Instant erasedAt) {}

    /** @param next cursor of the next items, null on the last page; totals are of the whole range */
    public record Inventory(Instant from, Instant to, List<Total> totals, List<Item> items, String next) {}

    @GET
    @RolesAllowed({"auditor", "platform-admin", "support"})
    @Operation(
            summary = "All purges of a time",
            description = "By the time of the request, RFC 3339; from and to default to everything.")
    public Inventory get(
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        Instant start = instant("from", from, Instant.EPOCH);
        Instant end = instant("to", to, database.now());
        int size = Page.limit(limit);
        Cursor after = Cursor.parse(cursor, 2).orElse(null);
        Page<Item> page =
                Page.of(items(start, end, after, size), size, item -> Cursor.of(item.requestedAt(), item.id()));
        return new Inventory(start, end, totals(start, end), page.items(), page.next());
    }

    private List<Total> totals(Instant from, Instant to) {
        return database.list(
                """
                SELECT kind, state, count(*) AS requests FROM purge_request
                 WHERE created_at >= ? AND created_at < ? GROUP BY kind, state ORDER BY kind, state
                """, row -> new Total(row.text("kind"), row.text("state"), row.number("requests")), from, to);
    }

    private List<Item> items(Instant from, Instant to, Cursor after, int limit) {
        return database.list(
                """
                SELECT p.*, (SELECT string_agg(DISTINCT a.person_id, ',') FROM approval a
                              WHERE a.purge_id = p.id AND a.evidence_number = p.evidence_number) AS approvers,
                       (SELECT r.backup_id FROM purge_round r WHERE r.purge_id = p.id AND r.round = p.round) AS backup
                  FROM purge_request p
                 WHERE p.created_at >= ? AND p.created_at < ?
                   AND (?::timestamptz IS NULL OR (p.created_at, p.id) < (?::timestamptz, ?::text))
                 ORDER BY p.created_at DESC, p.id DESC LIMIT ?
                """,
                row -> {
                    JsonNode tombstone = row.json("tombstone");
                    String approvers = row.text("approvers");
                    return new Item(
                            row.text("id"),
                            row.text("account_id"),
                            row.text("account_name"),
                            row.text("kind"),
                            row.text("state"),
                            row.text("requester_person"),
                            approvers == null ? List.of() : List.of(approvers.split(",")),
                            row.text("backup"),
                            tombstone == null ? null : tombstone.path("id").asText(),
                            row.instant("created_at"),
                            tombstone == null || !tombstone.hasNonNull("erasedAt")
                                    ? null
                                    : Instant.parse(tombstone.get("erasedAt").asText()));
                },
                from,
                to,
                after == null ? null : after.part(0),
                after == null ? null : after.part(0),
                after == null ? null : after.part(1),
                limit + 1);
    }

    private static Instant instant(String name, String text, Instant otherwise) {
        try {
            return text == null ? otherwise : Instant.parse(text);
        } catch (DateTimeException e) {
            throw Problem.of(422, "time-malformed", "Not a time", "Give RFC 3339, UTC: 2026-11-23T00:00:00Z.")
                    .error(name, "not RFC 3339");
        }
    }
}
