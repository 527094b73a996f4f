package io.reprieve.accountdata.triggers;

import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * PostgreSQL's own count of the rows that a transaction inserted, updated and deleted, whoever made it: statements, cascades,
 * triggers and rules. Partitions count for their root; the suite's schema, temporary tables and the catalogs are left out.
 */
public final class RowCounts {

    /**
     * The counters of a session hold what its earlier transactions left unreported, which is why there is a baseline. What
     * a rolled back savepoint did stays counted: too much is seen rather than too little.
     */
    private static final String COUNTERS = """
            SELECT n.nspname, r.relname,
                   sum(pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid)) AS inserted,
                   sum(pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)) AS updated,
                   sum(pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid)) AS deleted
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_class r ON r.oid = coalesce(pg_catalog.pg_partition_root(c.oid), c.oid)
              JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
             WHERE c.relkind IN ('r', 'p', 'm') AND n.oid <> pg_catalog.pg_my_temp_schema()
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'reprieve')
             GROUP BY n.nspname, r.relname""";

    private final SortedMap<TableName, Changes> baseline;

    private RowCounts(SortedMap<TableName, Changes> baseline) {
        this.baseline = baseline;
    }

    /**
     * What became of one table.
     *
     * @param inserted rows
     * @param updated rows
     * @param deleted rows
     */
    public record Changes(long inserted, long updated, long deleted) {

        static final Changes NONE = new Changes(0, 0, 0);

        public Changes plus(Changes other) {
            return new Changes(inserted + other.inserted, updated + other.updated, deleted + other.deleted);
        }

        Changes minus(Changes other) {
            return new Changes(inserted - other.inserted, updated - other.updated, deleted - other.deleted);
        }
    }

    /** Counts from here on. Runs a query, and so takes the snapshot where a transaction has but one. */
    static RowCounts from(Sql sql) throws SQLException {
        return new RowCounts(read(sql));
    }

    /** The tables with changes since. */
    SortedMap<TableName, Changes> changes(Sql sql) throws SQLException {
        SortedMap<TableName, Changes> changes = new TreeMap<>();
        read(sql).forEach((table, now) -> {
            Changes since = now.minus(baseline.getOrDefault(table, Changes.NONE));
            if (!since.equals(Changes.NONE)) {
                changes.put(table, since);
            }
        });
        return changes;
    }

    private static SortedMap<TableName, Changes> read(Sql sql) throws SQLException {
        SortedMap<TableName, Changes> counters = new TreeMap<>();
        sql.keepingPlans()
                .each(
                        COUNTERS,
                        row -> counters.put(
                                new TableName(row.getString("nspname"), row.getString("relname")),
                                new Changes(row.getLong("inserted"), row.getLong("updated"), row.getLong("deleted"))));
        return counters;
    }
}
