package io.reprieve.accountdata.triggers;

import io.reprieve.accountdata.datamap.KnownTriggers;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.triggers.RowCounts.Changes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Proves that a transaction did exactly what was ordered and nothing beside it, by PostgreSQL's own row counts: a cascade,
 * a trigger or a rule that reached further shows as a row too many.
 */
public final class RowCountProof {

    /** TRUNCATE is not counted; the lock it takes, as DROP and ALTER TABLE do, is held to the end. */
    private static final String TAKEN_WHOLE = """
            SELECT n.nspname, c.relname FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE l.pid = pg_catalog.pg_backend_pid() AND l.mode = 'AccessExclusiveLock' AND c.relkind IN ('r', 'p', 'm')
               AND n.oid <> pg_catalog.pg_my_temp_schema() AND n.nspname <> 'pg_catalog'""";

    /** What its findings are called. */
    public static final String RULE = "beside-the-order";

    private final Sql sql;
    private final RowCounts counts;

    private RowCountProof(Sql sql, RowCounts counts) {
        this.sql = sql;
        this.counts = counts;
    }

    /**
     * What the transaction did beside its order.
     *
     * @param findings what it may not have done
     * @param writtenByTriggers rows that the product's own triggers inserted, or changed where the map lets them, in tables
     *     that are not the account's
     */
    public record Verdict(List<Finding> findings, Map<String, Long> writtenByTriggers) {}

    /** @throws AccountRefused when this server does not count */
    public static RowCountProof begin(Sql sql) throws SQLException {
        if (!sql.yes("SELECT pg_catalog.current_setting('track_counts')::boolean")) {
            throw new AccountRefused(List.of(Finding.error(
                    "counts-off",
                    "track_counts",
                    "is off, so that PostgreSQL does not count what cascades and triggers do: switch it on")));
        }
        return new RowCountProof(sql, RowCounts.from(sql));
    }

    /**
     * Holds what was done against what was ordered.
     *
     * @param ordered per table, the rows that went, came or were relinked
     * @param ownership whose tables are whose
     * @param event what fires on the rows that were written: insert or delete
     */
    public Verdict verdict(Map<TableName, Changes> ordered, Ownership ownership, String event) throws SQLException {
        SortedMap<TableName, Changes> done = counts.changes(sql);
        List<Finding> findings = new ArrayList<>();
        Map<String, Long> byTriggers = new TreeMap<>();
        // Before an erasure the check has accounted for every trigger; a restore lets none write elsewhere.
        boolean mayRecord = event.equals("delete");
        boolean mayChange = mayRecord && listedAsFiring(ordered.keySet(), ownership);
        SortedSet<TableName> tables = new TreeSet<>(done.keySet());
        tables.addAll(ordered.keySet());
        for (TableName table : tables) {
            Changes beside = done.getOrDefault(table, Changes.NONE).minus(ordered.getOrDefault(table, Changes.NONE));
            long told = beside.inserted() + beside.updated();
            boolean allowed = beside.deleted() == 0
                    && beside.inserted() >= 0
                    && (beside.updated() == 0 || mayChange && beside.updated() > 0);
            if (mayRecord && !ownership.owns(table) && allowed) {
                if (told > 0) {
                    byTriggers.put(table.sql(), told);
                }
            } else if (!beside.equals(Changes.NONE)) {
                findings.add(beside(table, beside, suspects(ordered.keySet(), ownership, event)));
            }
        }
        for (TableName table :
                sql.keepingPlans().list(TAKEN_WHOLE, row -> new TableName(row.getString(1), row.getString(2)))) {
            findings.add(Finding.error(
                    RULE,
                    table,
                    "was truncated or altered meanwhile, by " + suspects(ordered.keySet(), ownership, event)));
        }
        return new Verdict(List.copyOf(findings), Map.copyOf(byTriggers));
    }

    private static Finding beside(TableName table, Changes beside, String suspects) {
        return Finding.error(
                RULE,
                table,
                "beside what was ordered, " + beside.inserted() + " rows were inserted, " + beside.updated()
                        + " updated and " + beside.deleted() + " deleted, by a cascade or by " + suspects
                        + ": rolled back. List the trigger under 'mute' (it needs replicationRole), or take the write out"
                        + " of it; one listed under 'fire' may insert and update elsewhere in an erasure, never delete");
    }

    /** What people listed by name may change rows elsewhere; what merely was there already may not. */
    private static boolean listedAsFiring(Collection<TableName> written, Ownership ownership) {
        KnownTriggers known = ownership.source().triggers();
        return !known.fire().isEmpty()
                && ownership.catalog().triggers().stream()
                        .anyMatch(trigger -> written.contains(trigger.root()) && known.fires(trigger));
    }

    /** The triggers that could have done it, for people to start from. */
    private static String suspects(Collection<TableName> written, Ownership ownership, String event) {
        String triggers = ownership.catalog().triggers().stream()
                .filter(trigger -> written.contains(trigger.root()) && trigger.enabled() != 'D')
                .filter(trigger -> trigger.on(event) || trigger.on("update"))
                .map(trigger -> trigger.name().toString())
                .collect(Collectors.joining(", "));
        return triggers.isEmpty() ? "a trigger" : "one of the triggers " + triggers;
    }
}
