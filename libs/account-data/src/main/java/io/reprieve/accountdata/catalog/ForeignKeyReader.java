package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads foreign keys. */
final class ForeignKeyReader {

    private static final String FOREIGN_KEYS = """
            WITH parts AS (
                SELECT k.oid, array_agg(a.attname::text ORDER BY c.at) AS columns, bool_and(a.attnotnull) AS not_null,
                       array_agg(b.attname::text ORDER BY c.at) AS refs,
                       array_agg(format('OPERATOR(%I.%s)', n.nspname, o.oprname) ORDER BY c.at) AS operators
                  FROM pg_constraint k
                  CROSS JOIN unnest(k.conkey, k.confkey, k.conpfeqop) WITH ORDINALITY c (one, other, op, at)
                  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.one
                  JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = c.other
                  JOIN pg_operator o ON o.oid = c.op JOIN pg_namespace n ON n.oid = o.oprnamespace
                 WHERE k.contype = 'f' AND k.conparentid = 0
                 GROUP BY k.oid)
            SELECT k.conname, fn.nspname AS from_schema, f.relname AS from_table, f.relispartition AS from_partition,
                   tn.nspname AS to_schema, t.relname AS to_table, t.relispartition AS to_partition, k.confdeltype,
                   p.columns, p.refs, p.operators, k.convalidated AND p.not_null AS total,
                   coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false) AS period,
                   coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) AS enforced,
                   k.oid IN (SELECT g.tgconstraint FROM pg_trigger g WHERE g.tgenabled NOT IN ('O', 'A')) AS muted
              FROM pg_constraint k JOIN parts p ON p.oid = k.oid
              JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
              JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
             WHERE k.contype = 'f' AND k.conparentid = 0
             ORDER BY fn.nspname, f.relname, k.conname""";

    private ForeignKeyReader() {}

    static List<ForeignKey> read(Sql sql, Map<TableName, Table> tables) throws SQLException {
        Map<TableName, TableName> roots = partitionRoots(sql);
        List<ForeignKey> keys = new ArrayList<>();
        sql.each(FOREIGN_KEYS, row -> {
            ForeignKey key = foreignKey(row, roots);
            if (tables.containsKey(key.from()) && tables.containsKey(key.to())) {
                keys.add(key);
            }
        });
        return List.copyOf(keys);
    }

    private static ForeignKey foreignKey(ResultSet row, Map<TableName, TableName> roots) throws SQLException {
        TableName from = new TableName(row.getString("from_schema"), row.getString("from_table"));
        TableName to = new TableName(row.getString("to_schema"), row.getString("to_table"));
        String problem = null;
        if (row.getBoolean("from_partition") || row.getBoolean("to_partition")) {
            problem = "it is on a single partition, which is not handled yet; put it on the partitioned table";
        } else if (!row.getBoolean("enforced")) {
            problem = "it is NOT ENFORCED, so rows may refer to nothing; enforce it, or drop it and declare 'where'";
        } else if (row.getBoolean("muted")) {
            problem = "its triggers are disabled, so that nothing guards it; enable them";
        }
        return new ForeignKey(
                row.getString("conname"),
                roots.getOrDefault(from, from),
                Sql.texts(row, "columns"),
                roots.getOrDefault(to, to),
                Sql.texts(row, "refs"),
                Sql.texts(row, "operators"),
                row.getBoolean("period"),
                row.getString("confdeltype").charAt(0),
                row.getBoolean("total") && problem == null,
                problem);
    }

    private static Map<TableName, TableName> partitionRoots(Sql sql) throws SQLException {
        Map<TableName, TableName> roots = new HashMap<>();
        sql.each(
                """
                SELECT n.nspname, c.relname, rn.nspname AS root_schema, r.relname AS root_table
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_class r ON r.oid = pg_partition_root(c.oid) JOIN pg_namespace rn ON rn.oid = r.relnamespace
                 WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f')""",
                row -> roots.put(
                        new TableName(row.getString("nspname"), row.getString("relname")),
                        new TableName(row.getString("root_schema"), row.getString("root_table"))));
        return roots;
    }
}
