package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All relations of the user's, for the check: what the data map has to account for, or at least to be told about.
 *
 * @param all each of them
 * @param copies per materialised view, the tables whose rows it holds copies of
 * @param eventTriggers those enabled, which fire on what is created and dropped
 */
public record Relations(List<Relation> all, Map<TableName, Set<TableName>> copies, List<String> eventTriggers) {

    private static final String ALL = """
            SELECT n.nspname, c.relname, c.relkind, c.relpersistence = 'u' AS unlogged,
                   rn.nspname AS root_schema, r.relname AS root_table
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_class r ON c.relispartition AND r.oid = pg_partition_root(c.oid)
              LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
             WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v') AND\s""" + CatalogReader.OURS + " ORDER BY n.nspname, c.relname";

    private static final String COPIES = """
            WITH RECURSIVE reads (view, oid) AS (
                SELECT c.oid, c.oid FROM pg_class c WHERE c.relkind = 'm'
                UNION
                SELECT r.view, d.refobjid FROM reads r JOIN pg_rewrite w ON w.ev_class = r.oid
                  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                   AND d.refclassid = 'pg_class'::regclass)
            SELECT vn.nspname AS view_schema, v.relname AS view, n.nspname, c.relname
              FROM reads JOIN pg_class v ON v.oid = reads.view JOIN pg_namespace vn ON vn.oid = v.relnamespace
              JOIN pg_class c ON c.oid = CASE WHEN (SELECT relispartition FROM pg_class WHERE oid = reads.oid)
                                              THEN pg_partition_root(reads.oid) ELSE reads.oid END
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'f')""";

    public static Relations read(Sql sql) throws SQLException {
        List<Relation> all = sql.list(
                ALL,
                row -> new Relation(
                        new TableName(row.getString("nspname"), row.getString("relname")),
                        row.getString("relkind").charAt(0),
                        row.getBoolean("unlogged"),
                        row.getString("root_table") == null
                                ? null
                                : new TableName(row.getString("root_schema"), row.getString("root_table"))));
        Map<TableName, Set<TableName>> copies = new HashMap<>();
        if (all.stream().anyMatch(relation -> relation.kind() == 'm')) {
            sql.each(COPIES, row -> copies.computeIfAbsent(
                            new TableName(row.getString("view_schema"), row.getString("view")), view -> new TreeSet<>())
                    .add(new TableName(row.getString("nspname"), row.getString("relname"))));
        }
        List<String> eventTriggers = sql.list(
                "SELECT evtname FROM pg_event_trigger WHERE evtenabled <> 'D' ORDER BY evtname",
                row -> row.getString(1));
        return new Relations(all, copies, eventTriggers);
    }

    public Optional<Relation> find(TableName name) {
        return all.stream().filter(relation -> relation.name().equals(name)).findFirst();
    }

    /** Materialised views that keep copies of these tables' rows. */
    public Map<TableName, Set<TableName>> copiesOf(Set<TableName> tables) {
        Map<TableName, Set<TableName>> found = new HashMap<>(copies);
        found.replaceAll((view, read) -> {
            Set<TableName> shared = new TreeSet<>(read);
            shared.retainAll(tables);
            return shared;
        });
        found.values().removeIf(Set::isEmpty);
        return found;
    }
}
