package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Archived large objects beside the live ones.
 *
 * @param staged the temporary table with their chunks
 * @param objects what names them
 * @param rows the account's
 */
record StagedLargeObjects(String staged, LargeObjects objects, AccountRows rows) {

    private static final int NAMED = 5;

    /** Empty where the archive, or today's data map, has none. */
    static Optional<StagedLargeObjects> of(AccountSnapshot account, Staging staging) {
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

    /** What of them stops a restore, and what is worth knowing. */
    List<Finding> findings(Sql sql) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        named(sql, "SELECT loid FROM (" + verdicts() + ") v WHERE verdict IN ('changed', 'taken')")
                .ifPresent(named -> findings.add(Finding.error(
                        "large-objects-in-the-way",
                        LargeObjects.NAME,
                        "these ids are held by large objects with other content, or by others' (" + named
                                + "): nothing live is overwritten, so settle these first")));
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
    long restore(Sql sql) throws SQLException {
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
