package io.reprieve.accountdata.scratch;

import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.plan.ChosenRows;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Archived large objects beside the product: as rows, since their ids may be others' in that database.
 *
 * @param chunks the table that holds them, a row a chunk of 256 KiB; chunk -1 is the object itself
 */
record BesideLargeObjects(Sql sql, String chunks) {

    /** Shows each as one value: {@code loid, owner, content}; content is null where nothing was there. */
    static final String VIEW = "large_objects";

    void show(String schema) throws SQLException {
        sql.run("CREATE VIEW " + schema + "." + VIEW + " AS SELECT loid, pg_catalog.max(owner) AS owner,"
                + " CASE WHEN pg_catalog.bool_and(bytes IS NOT NULL) THEN coalesce(pg_catalog.string_agg(bytes,"
                + " '\\x'::bytea ORDER BY chunk) FILTER (WHERE chunk >= 0), '\\x') END AS content FROM " + chunks
                + " GROUP BY loid");
    }

    /** Leaves those that any column of an object id names, of whatever rows are left. */
    void keepOnlyNamedBy(Collection<ChosenRows.Held> tables) throws SQLException {
        List<String> named = new ArrayList<>(List.of("SELECT NULL::pg_catalog.oid"));
        for (ChosenRows.Held table : tables) {
            for (String column : ids(table.name())) {
                named.add("SELECT " + SqlName.quote(column) + "::pg_catalog.oid FROM " + table.name());
            }
        }
        sql.run("DELETE FROM " + chunks + " WHERE loid NOT IN (SELECT n.loid FROM (" + String.join(" UNION ", named)
                + ") AS n (loid) WHERE n.loid IS NOT NULL)");
    }

    private List<String> ids(String table) throws SQLException {
        return sql.list(
                "WITH RECURSIVE type (name, id) AS (SELECT attname, atttypid FROM pg_catalog.pg_attribute WHERE attrelid = "
                        + SqlText.literal(table) + "::pg_catalog.regclass AND attnum > 0 UNION ALL SELECT t.name,"
                        + " d.typbasetype FROM type t JOIN pg_catalog.pg_type d ON d.oid = t.id AND d.typtype = 'd')"
                        + " SELECT name FROM type WHERE id = 'pg_catalog.oid'::pg_catalog.regtype ORDER BY name",
                row -> row.getString(1));
    }
}
