package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.name.TriggerName;
import io.reprieve.accountdata.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the user's triggers. */
final class TriggerReader {

    /**
     * A partition's copy of its parent's trigger is left out, unless it was switched on or off by itself. Those of
     * extensions' own tables are the extensions' business.
     */
    private static final String TRIGGERS = """
            SELECT t.tgname, n.nspname, c.relname, rn.nspname AS root_schema, r.relname AS root_table, t.tgtype,
                   t.tgenabled, t.tginitdeferred, t.tgqual IS NOT NULL AS conditional,
                   format('%I.%I(%s)', pn.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS function,
                   ARRAY(SELECT a.attname::text FROM unnest(t.tgattr) WITH ORDINALITY u (n, at)
                           JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = u.n ORDER BY u.at) AS updated,
                   md5(pg_get_triggerdef(t.oid) || pg_get_functiondef(p.oid)) AS definition
              FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_class r ON r.oid = CASE WHEN c.relispartition THEN pg_partition_root(c.oid) ELSE c.oid END
              JOIN pg_namespace rn ON rn.oid = r.relnamespace
              JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace pn ON pn.oid = p.pronamespace
             WHERE NOT t.tgisinternal AND c.relkind IN ('r', 'p', 'f')
               AND NOT EXISTS (SELECT FROM pg_trigger o WHERE o.oid = t.tgparentid AND o.tgenabled = t.tgenabled)
               AND\s""" + CatalogReader.OURS + " ORDER BY n.nspname, c.relname, t.tgname";

    private TriggerReader() {}

    static List<Trigger> read(Sql sql) throws SQLException {
        return sql.list(TRIGGERS, TriggerReader::trigger);
    }

    private static Trigger trigger(ResultSet row) throws SQLException {
        // The bits of pg_trigger.tgtype, from PostgreSQL's catalog/pg_trigger.h.
        int bits = row.getInt("tgtype");
        List<String> events = new ArrayList<>();
        if ((bits & 4) != 0) {
            events.add("insert");
        }
        if ((bits & 16) != 0) {
            events.add("update");
        }
        if ((bits & 8) != 0) {
            events.add("delete");
        }
        if ((bits & 32) != 0) {
            events.add("truncate");
        }
        return new Trigger(
                new TriggerName(
                        row.getString("tgname"), new TableName(row.getString("nspname"), row.getString("relname"))),
                new TableName(row.getString("root_schema"), row.getString("root_table")),
                row.getString("function"),
                (bits & 2) != 0,
                (bits & 1) != 0,
                row.getBoolean("tginitdeferred"),
                row.getBoolean("conditional"),
                List.copyOf(events),
                Sql.texts(row, "updated"),
                row.getString("definition"),
                row.getString("tgenabled").charAt(0));
    }
}
