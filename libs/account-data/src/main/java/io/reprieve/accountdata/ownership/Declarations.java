package io.reprieve.accountdata.ownership;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.datamap.OwnedTable;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what declared {@code where} predicates read, by asking PostgreSQL itself. */
public final class Declarations {

    /** Views are followed to the tables behind them. */
    private static final String READS = """
            WITH RECURSIVE reads (oid) AS (
                SELECT 'pg_temp.reprieve_declaration'::pg_catalog.regclass::pg_catalog.oid
                UNION
                SELECT d.refobjid FROM reads r JOIN pg_catalog.pg_rewrite w ON w.ev_class = r.oid
                  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
                   AND d.objid = w.oid AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass)
            SELECT n.nspname, c.relname FROM reads r JOIN pg_catalog.pg_class c ON c.oid = r.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind <> 'v'""";

    private Declarations() {}

    /**
     * The tables each declaration reads. Makes temporary views and drops them again, since views record what they depend
     * on; needs a transaction that may write.
     *
     * @param problems takes a finding for each declaration that PostgreSQL does not accept
     */
    public static Map<TableName, Set<TableName>> read(
            Sql sql, PostgresSource source, Catalog catalog, List<Finding> problems) throws SQLException {
        Map<TableName, Set<TableName>> reads = new HashMap<>();
        Optional<Column> key = catalog.table(source.root()).flatMap(root -> root.column(source.rootKey()));
        for (OwnedTable owned : source.owned()) {
            if (owned.declared()
                    && key.isPresent()
                    && catalog.table(owned.table()).isPresent()) {
                String literal = "NULL::" + catalog.types().untyped(key.get().typeOid());
                read(sql, owned, literal, problems).ifPresent(tables -> reads.put(owned.table(), tables));
            }
        }
        return reads;
    }

    private static Optional<Set<TableName>> read(Sql sql, OwnedTable owned, String key, List<Finding> problems)
            throws SQLException {
        sql.run("SAVEPOINT declaration");
        try {
            sql.run("CREATE TEMPORARY VIEW reprieve_declaration AS SELECT 1 AS one FROM " + owned.table() + " WHERE ("
                    + SqlText.bindKey(owned.where(), key) + "\n)");
            Set<TableName> tables =
                    new TreeSet<>(sql.list(READS, row -> new TableName(row.getString(1), row.getString(2))));
            return Optional.of(tables);
        } catch (SQLException refused) {
            problems.add(Finding.error(
                    "where-invalid",
                    owned.table(),
                    "PostgreSQL does not accept its 'where': " + Refusals.message(refused)));
            return Optional.empty();
        } finally {
            sql.run("ROLLBACK TO SAVEPOINT declaration; RELEASE SAVEPOINT declaration");
        }
    }
}
