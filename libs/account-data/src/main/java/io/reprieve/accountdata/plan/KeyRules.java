package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.snapshot.ArchivedRules;
import io.reprieve.accountdata.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads what rows of a table may not share. Indexes of single partitions are among them, with the partition's bounds as a
 * part of what they cover. An index that is not valid is one that inserts are held to all the same.
 */
final class KeyRules {

    private static final String RULES = """
            SELECT r.oid AS root, x.relname, {definition} AS definition, i.indisexclusion,
                   coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AND NOT i.indisexclusion
                       AS nulls_equal,
                   pg_get_expr(i.indpred, i.indrelid) AS predicate,
                   CASE WHEN c.relispartition THEN pg_get_partition_constraintdef(c.oid) END AS within,
                   ARRAY(SELECT pg_get_indexdef(i.indexrelid, at, false)
                           FROM generate_series(1, i.indnkeyatts) at ORDER BY at) AS expressions,
                   ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a
                                  WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[at])
                           FROM generate_series(0, i.indnkeyatts - 1) at ORDER BY at) AS columns,
                   ARRAY(SELECT format('OPERATOR(%I.%s)', qn.nspname, q.oprname)
                           FROM generate_series(0, i.indnkeyatts - 1) at
                           JOIN pg_opclass oc ON oc.oid = i.indclass[at]
                           JOIN pg_operator q ON q.oid = CASE WHEN i.indisexclusion THEN k.conexclop[at + 1] ELSE
                                (SELECT m.amopopr FROM pg_amop m WHERE m.amopfamily = oc.opcfamily
                                    AND m.amopstrategy = 3 AND m.amoplefttype = oc.opcintype
                                    AND m.amoprighttype = oc.opcintype) END
                           JOIN pg_namespace qn ON qn.oid = q.oprnamespace
                          ORDER BY at) AS operators,
                   ARRAY(SELECT (SELECT format('%I.%I', ln.nspname, l.collname) FROM pg_collation l
                                   JOIN pg_namespace ln ON ln.oid = l.collnamespace
                                  WHERE l.oid = i.indcollation[at])
                           FROM generate_series(0, i.indnkeyatts - 1) at ORDER BY at) AS collations
              FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
              JOIN pg_class r ON r.oid = coalesce(CASE WHEN c.relispartition THEN pg_partition_root(c.oid) END, c.oid)
              LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.contype IN ('p', 'u', 'x')
             WHERE (i.indisunique OR i.indisexclusion) AND i.indisready AND NOT x.relispartition
               AND r.oid IN (""";

    private KeyRules() {}

    /** Per table, by its object id. Reads under a search path that leaves nothing unqualified, and sets it back. */
    static Map<Long, List<KeyRule>> read(Sql sql, List<Table> tables) throws SQLException {
        String oids = tables.stream().map(table -> String.valueOf(table.oid())).collect(Collectors.joining(", "));
        return sql.qualified(() -> sql.grouped(
                RULES.replace("{definition}", ArchivedRules.INDEX) + oids + ") ORDER BY i.indisprimary DESC, x.relname",
                KeyRules::rule));
    }

    private static KeyRule rule(ResultSet row) throws SQLException {
        String[] expressions = (String[]) row.getArray("expressions").getArray();
        String[] columns = (String[]) row.getArray("columns").getArray();
        String[] operators = (String[]) row.getArray("operators").getArray();
        String[] collations = (String[]) row.getArray("collations").getArray();
        List<KeyRule.Element> elements = new ArrayList<>();
        for (int at = 0; at < expressions.length; at++) {
            elements.add(new KeyRule.Element(expressions[at], columns[at], operators[at], collations[at]));
        }
        return new KeyRule(
                row.getString("relname"),
                row.getString("definition"),
                List.copyOf(elements),
                row.getBoolean("indisexclusion"),
                row.getBoolean("nulls_equal"),
                both(row.getString("predicate"), row.getString("within")));
    }

    private static String both(String predicate, String within) {
        if (predicate == null || within == null) {
            return predicate == null ? within : predicate;
        }
        return "(" + predicate + ") AND (" + within + ")";
    }
}
