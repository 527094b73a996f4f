package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the live catalog. Works with any role that may connect. */
public final class CatalogReader {

    /** format_type and the like leave out schemas that are on the path; none of the user's may be. */
    public static final String SEARCH_PATH = "pg_catalog, pg_temp";

    /** Left out are the system's schemas, the suite's own, temporary ones, and what belongs to an extension. */
    static final String OURS = "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'reprieve')"
            + " AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid"
            + " AND e.deptype = 'e')";

    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, c.relkind,
                   c.relkind <> 'p' AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid) AS inherited,
                   EXISTS (SELECT FROM pg_partition_tree(c.oid) t JOIN pg_class k ON k.oid = t.relid
                            WHERE c.relkind = 'p' AND k.relkind = 'f') AS foreign_partition,
                   (SELECT string_agg(DISTINCT a.amname, ', ') FROM pg_am a WHERE a.amname NOT IN ('heap', 'tde_heap')
                       AND (a.oid = c.relam OR c.relkind = 'p' AND EXISTS (SELECT FROM pg_partition_tree(c.oid) t
                              JOIN pg_class k ON k.oid = t.relid WHERE k.relam = a.oid))) AS storage,
                   EXISTS (SELECT FROM pg_rewrite w WHERE w.ev_class = c.oid AND w.ev_type <> '1'
                              AND w.ev_enabled <> 'D') AS rules
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'f', 'm') AND NOT c.relispartition AND\s""" + OURS;

    // Everything is joined and grouped once: a subquery a row costs a millisecond a table.
    private static final String COLUMNS = """
            WITH behind AS (
                SELECT p.refobjid AS relation, p.refobjsubid AS number, p.objid AS sequence
                  FROM pg_depend p
                 WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
                   AND p.refobjsubid > 0 AND p.deptype IN ('a', 'i')
                 UNION ALL
                SELECT d.adrelid, d.adnum, p.refobjid
                  FROM pg_depend p JOIN pg_attrdef d ON d.oid = p.objid
                 WHERE p.classid = 'pg_attrdef'::regclass AND p.refclassid = 'pg_class'::regclass),
            sequences AS (
                SELECT DISTINCT ON (b.relation, b.number) b.relation, b.number,
                       format('%I.%I', sn.nspname, s.relname) AS name
                  FROM behind b JOIN pg_class s ON s.oid = b.sequence AND s.relkind = 'S'
                  JOIN pg_namespace sn ON sn.oid = s.relnamespace
                 ORDER BY b.relation, b.number, s.oid)
            SELECT a.attrelid, a.attname, a.atttypid, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
                   a.attgenerated <> '' AS generated, a.attidentity <> '' OR d.oid IS NOT NULL AS has_default,
                   s.name AS sequence
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
              LEFT JOIN sequences s ON s.relation = a.attrelid AND s.number = a.attnum
             WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'm') AND NOT c.relispartition
               AND\s""" + OURS + " ORDER BY a.attrelid, a.attnum";

    private static final String UNIQUE_KEYS = """
            WITH equality AS (
                SELECT oc.oid, format('OPERATOR(%I.%s)', qn.nspname, q.oprname) AS operator
                  FROM pg_opclass oc
                  JOIN pg_amop m ON m.amopfamily = oc.opcfamily AND m.amopstrategy = 3
                       AND m.amoplefttype = oc.opcintype AND m.amoprighttype = oc.opcintype
                  JOIN pg_operator q ON q.oid = m.amopopr JOIN pg_namespace qn ON qn.oid = q.oprnamespace
                 WHERE oc.opcmethod = 403),
            parts AS (
                SELECT i.indexrelid, array_agg(a.attname::text ORDER BY k.at) FILTER (WHERE a.attnum > 0) AS columns,
                       bool_and(a.attnotnull) AS not_null,
                       array_agg(coalesce(e.operator, '=') ORDER BY k.at) AS operators
                  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                  CROSS JOIN unnest(i.indkey) WITH ORDINALITY k (n, at)
                  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n
                  LEFT JOIN equality e ON e.oid = i.indclass[k.at - 1]
                 WHERE i.indisunique AND k.at <= i.indnkeyatts AND NOT c.relispartition AND n.nspname !~ '^pg_'
                 GROUP BY i.indexrelid)
            SELECT i.indrelid, x.relname, i.indisprimary, i.indpred IS NOT NULL AS partial,
                   i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AS plain,
                   coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_equal,
                   i.indexprs IS NOT NULL AS expression, coalesce(p.columns, '{}') AS columns,
                   coalesce(p.not_null, true) AS not_null, p.operators
              FROM pg_index i JOIN parts p ON p.indexrelid = i.indexrelid
              JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE\s""" + OURS + " ORDER BY i.indrelid, i.indisprimary DESC, x.relname";

    private final Sql sql;

    private CatalogReader(Sql sql) {
        this.sql = sql;
    }

    /** Reads everything in the session's transaction; restores its search path. */
    public static Catalog read(Sql sql) throws SQLException {
        String path = sql.text("SELECT current_setting('search_path')");
        sql.run("SET LOCAL search_path = " + SEARCH_PATH);
        Catalog catalog = new CatalogReader(sql.keepingPlans()).read();
        sql.run("SELECT pg_catalog.set_config('search_path', " + SqlText.literal(path) + ", true)");
        return catalog;
    }

    private Catalog read() throws SQLException {
        Map<Long, List<Column>> columns = sql.grouped(
                COLUMNS,
                row -> new Column(
                        row.getString("attname"),
                        row.getLong("atttypid"),
                        row.getString("type"),
                        row.getBoolean("attnotnull"),
                        row.getBoolean("generated"),
                        row.getBoolean("has_default"),
                        row.getString("sequence")));
        Map<Long, List<UniqueKey>> keys = sql.grouped(UNIQUE_KEYS, CatalogReader::uniqueKey);
        SortedMap<TableName, Table> tables = new TreeMap<>();
        sql.each(TABLES, row -> {
            long oid = row.getLong("oid");
            TableName name = new TableName(row.getString("nspname"), row.getString("relname"));
            tables.put(
                    name,
                    new Table(
                            oid,
                            name,
                            row.getString("relkind").charAt(0),
                            row.getBoolean("inherited"),
                            columns.getOrDefault(oid, List.of()),
                            keys.getOrDefault(oid, List.of()),
                            problems(row)));
        });
        return new Catalog(
                Collections.unmodifiableSortedMap(tables),
                ForeignKeyReader.read(sql, tables),
                TypeCatalog.read(sql),
                TriggerReader.read(sql),
                sql.text("SELECT current_setting('server_version')"));
    }

    private static List<String> problems(ResultSet row) throws SQLException {
        List<String> problems = new ArrayList<>();
        switch (row.getString("relkind")) {
            case "f" -> problems.add("it is a foreign table, whose rows lie in another server");
            case "m" -> problems.add("it is a materialised view: its rows are copies, refresh it after a purge");
            default -> {}
        }
        if (row.getBoolean("foreign_partition")) {
            problems.add("one of its partitions is a foreign table");
        }
        if (row.getString("storage") != null) {
            problems.add("its rows are stored by " + row.getString("storage")
                    + ", where they have no places to go by: SET ACCESS METHOD heap");
        }
        if (row.getBoolean("rules")) {
            problems.add("rewrite rules change what writing to it does; replace them by triggers");
        }
        return problems;
    }

    private static UniqueKey uniqueKey(ResultSet row) throws SQLException {
        List<String> columns = Sql.texts(row, "columns");
        boolean expression = row.getBoolean("expression");
        return new UniqueKey(
                row.getString("relname"),
                expression ? List.of() : columns,
                row.getBoolean("indisprimary"),
                row.getBoolean("plain") && row.getBoolean("not_null"),
                row.getBoolean("nulls_equal"),
                row.getBoolean("partial"),
                Sql.texts(row, "operators"));
    }
}
