package io.reprieve.accountdata.discovery;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.CatalogReader;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Proposes a data map from a live catalog. */
public final class Discovery {

    private Discovery() {}

    /**
     * Proposes a map by following foreign keys down from the root.
     *
     * @param product the product's database
     * @param rootTable the account table, {@code schema.table}; its single-column primary key is the account key
     * @return YAML, with a comment why each table was placed where it is
     */
    public static String propose(DataSource product, String rootTable) {
        return propose(product, rootTable, null);
    }

    /**
     * As {@link #propose(DataSource, String)}, with another key column.
     *
     * @param key a single unique not-null column; null for the primary key
     * @throws AccountRefused when there is no such table or key
     */
    public static String propose(DataSource product, String rootTable, String key) {
        try (Session session = Session.reading(product)) {
            Catalog catalog = CatalogReader.read(session.sql());
            TableName name = TableName.parse(rootTable);
            Table root = catalog.table(name)
                    .orElseThrow(() -> refused(name, "there is no such table: give it as schema.table"));
            String keyColumn = key == null ? soleKey(root) : SqlName.split(key).get(0);
            if (root.column(keyColumn).isEmpty()) {
                throw refused(name, "has no column " + keyColumn);
            }
            session.searchPath(CatalogReader.SEARCH_PATH);
            return new ProposedMap(
                            new Placement(catalog, root, keyColumn, inherits(session.sql())).decide(),
                            catalog.triggers())
                    .yaml();
        } catch (SQLException e) {
            throw Refusals.failure("the discovery", e);
        }
    }

    private static Map<TableName, TableName> inherits(Sql sql) throws SQLException {
        Map<TableName, TableName> inherits = new TreeMap<>();
        sql.each(
                "SELECT cn.nspname, c.relname, pn.nspname AS parent_schema, p.relname AS parent FROM pg_inherits i"
                        + " JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace"
                        + " JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace"
                        + " WHERE NOT c.relispartition AND c.relkind IN ('r', 'f') ORDER BY i.inhseqno DESC",
                row -> inherits.put(
                        new TableName(row.getString("nspname"), row.getString("relname")),
                        new TableName(row.getString("parent_schema"), row.getString("parent"))));
        return inherits;
    }

    private static String soleKey(Table root) {
        if (root.key().size() != 1) {
            throw refused(root.name(), "has no single-column primary key: name a unique, not-null column as the key");
        }
        return root.key().get(0);
    }

    private static AccountRefused refused(TableName root, String why) {
        return new AccountRefused(List.of(Finding.error("root-key", root, why)));
    }
}
