package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.ownership.AccountRows;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.LargeObjects;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.staging.StagedTable;
import io.reprieve.accountdata.staging.Staging;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Archived large objects beside the live ones.
 *
 * @param staged the temporary table with their chunks
 * @param objects what names them
 * @param rows the account's
 */
public record StagedLargeObjects(String staged, LargeObjects objects, AccountRows rows) {

    private static final int NAMED = 5;
    private static final String IN_THE_WAY = "large-objects-in-the-way";

    /** Empty where the archive, or today's data map, has none. */
    public static Optional<StagedLargeObjects> of(AccountSnapshot account, Staging staging) {
        return LargeObjects.of(account.ownership())
                .flatMap(objects -> staging.of(TableShape.Kind.LARGE_OBJECTS).stream()
                        .findFirst()
                        .map(shape -> new StagedLargeObjects(staging.table(shape), objects, account.rows())));
    }

    RestorePlan.TablePlan plan(Sql sql) throws SQLException {
        String count = "pg_catalog.count(*) FILTER (WHERE verdict = '";
        return sql.list(
                        "SELECT " + count + "insert'), " + count + "equal'), " + count + "changed'), " + count
                                + "taken'), coalesce(pg_catalog.md5(pg_catalog.string_agg(loid || verdict, ',' ORDER BY"
                                + " loid) FILTER (WHERE verdict <> 'insert')), '') FROM (" + verdicts() + ") v",
                        row -> new RestorePlan.TablePlan(
                                LargeObjects.NAME,
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                0,
                                row.getLong(4),
                                List.of(),
                                row.getString(5)))
                .get(0);
    }

    /** Leaves those that the staged rows name. */
    void keepOnlyNamedBy(Sql sql, List<StagedTable> tables) throws SQLException {
        sql.run("DELETE FROM " + staged + " WHERE loid NOT IN (" + namedBy(tables) + ")");
    }

    /** Leaves those that are lost, and named by rows that are live or come back; and for the record, what was never there. */
    void keepOnlyLost(Sql sql, List<StagedTable> coming) throws SQLException {
        String lost = "a.bytes IS NOT NULL AND (a.loid IN (" + namedBy(coming) + ") OR a.loid IN ("
                + objects.named(rows) + "))";
        String never = "a.bytes IS NULL AND a.loid IN (" + namedBy(coming) + ") AND a.loid NOT IN ("
                + objects.named(rows) + ")";
        sql.run("DELETE FROM " + staged + " WHERE loid NOT IN (SELECT a.loid FROM " + staged
                + " AS a WHERE a.chunk = -1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_largeobject_metadata m WHERE m.oid ="
                + " a.loid) AND (" + lost + " OR " + never + "))");
    }

    /** What gives the chunks of the account's live large objects that none of the staged ones take the place of. */
    public String liveBesideThese() {
        return "SELECT l.* FROM (" + objects.select(rows) + ") AS l WHERE l.loid NOT IN (SELECT s.loid FROM " + staged
                + " AS s)";
    }

    private String namedBy(List<StagedTable> tables) {
        List<String> named = new ArrayList<>(List.of("SELECT NULL::pg_catalog.oid WHERE false"));
        for (StagedTable table : tables) {
            columns(table)
                    .forEach(column ->
                            named.add("SELECT l.loid FROM (SELECT a." + column + "::pg_catalog.oid AS loid FROM "
                                    + table.staged() + " AS a) AS l WHERE l.loid IS NOT NULL"));
        }
        return String.join(" UNION ", named);
    }

    /** Per column of the table that names large objects, SQL on the row {@code a}: whether its id is held by another one. */
    List<String> namesOfTaken(StagedTable table) {
        return columns(table)
                .map(column -> "a." + column + "::pg_catalog.oid IN (SELECT v.loid FROM (" + verdicts()
                        + ") AS v WHERE v.verdict = 'taken')")
                .toList();
    }

    private Stream<String> columns(StagedTable table) {
        List<String> archived = Shapes.columnNames(table.shape());
        return objects.columns().stream()
                .filter(holder -> holder.table().name().equals(table.live().name()))
                .filter(holder -> archived.contains(holder.column().name()))
                .map(holder -> holder.column().sql());
    }

    /** Ids that are held by something else; nothing live is overwritten. */
    Optional<Finding> inTheWay(Sql sql, boolean keepLive) throws SQLException {
        String held = "these ids are held by large objects with other content, or by others' (%s): ";
        return named(sql, "SELECT loid FROM (" + verdicts() + ") v WHERE verdict IN ('changed', 'taken')")
                .map(held::formatted)
                .map(fact -> keepLive
                        ? Finding.note(IN_THE_WAY, LargeObjects.NAME, fact + "left as they are live")
                        : Finding.error(
                                IN_THE_WAY,
                                LargeObjects.NAME,
                                fact + "nothing live is overwritten, so settle these first"));
    }

    /** What of them stops a restore, and what is worth knowing. */
    List<Finding> findings(Sql sql) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        inTheWay(sql, false).ifPresent(findings::add);
        named(sql, "SELECT loid FROM " + staged + " WHERE chunk = -1 AND bytes IS NULL")
                .ifPresent(named -> findings.add(Finding.note(
                        "large-objects-dangling",
                        LargeObjects.NAME,
                        "rows name large objects that were not there when the backup was taken (" + named
                                + "): they come back as they were, naming nothing")));
        List<String> owners = sql.list(
                "SELECT DISTINCT owner FROM " + staged + " AS a WHERE owner IS NOT NULL AND NOT EXISTS (SELECT FROM"
                        + " pg_catalog.pg_roles r WHERE r.rolname = a.owner) ORDER BY owner",
                row -> row.getString(1));
        if (!owners.isEmpty()) {
            findings.add(Finding.error(
                    "large-objects-without-owner",
                    LargeObjects.NAME,
                    "were owned by roles that are gone (" + String.join(", ", owners) + "): create these first"));
        }
        return findings;
    }

    /** Makes those that are not there; the rows that name them have to be back already. */
    public long restore(Sql sql) throws SQLException {
        long made = sql.number("SELECT pg_catalog.count(reprieve.make_large_object(loid, owner, acl)) FROM " + staged
                + " AS a WHERE chunk = -1 AND bytes IS NOT NULL AND NOT EXISTS (SELECT FROM"
                + " pg_catalog.pg_largeobject_metadata m WHERE m.oid = a.loid)");
        sql.text("SELECT pg_catalog.count(reprieve.fill_large_object(a.loid, a.chunk::bigint * 262144, a.bytes)) FROM "
                + staged + " AS a JOIN pg_catalog.pg_largeobject_metadata m ON m.oid = a.loid WHERE a.chunk >= 0"
                + " AND m.xmin = pg_catalog.pg_current_xact_id()::xid");
        return made;
    }

    private static Optional<String> named(Sql sql, String query) throws SQLException {
        List<String> ids = sql.list(query + " ORDER BY loid LIMIT " + NAMED, row -> row.getString(1));
        return ids.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", ids));
    }

    /** An id that nothing holds is inserted, unless nothing was there; one that this account's rows name is compared. */
    private String verdicts() {
        return "SELECT a.loid, CASE WHEN m.oid IS NULL THEN CASE WHEN a.bytes IS NULL THEN 'equal' ELSE 'insert' END"
                + " WHEN a.bytes IS NULL OR a.loid NOT IN (" + objects.named(rows) + ") THEN 'taken'"
                + " WHEN " + same() + " THEN 'equal' ELSE 'changed' END AS verdict FROM " + staged
                + " AS a LEFT JOIN pg_catalog.pg_largeobject_metadata m ON m.oid = a.loid WHERE a.chunk = -1";
    }

    private String same() {
        String archived = "SELECT s.chunk, s.bytes FROM " + staged + " AS s WHERE s.loid = a.loid";
        String live = "SELECT l.chunk, l.bytes FROM reprieve.large_object(a.loid, false) AS l";
        return "NOT EXISTS ((" + archived + " EXCEPT " + live + ") UNION ALL (" + live + " EXCEPT " + archived + "))";
    }
}
