package io.reprieve.accountdata.snapshot;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.CatalogReader;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.ownership.AccountRows;
import io.reprieve.accountdata.ownership.CrossAccountEdges;
import io.reprieve.accountdata.ownership.DeclaredOverlaps;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.ownership.OwnershipBuilder;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.SideBySide;
import io.reprieve.accountdata.sql.SqlText;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;

/**
 * One account as one session sees it.
 *
 * @param session the transaction
 * @param ownership whose rows are whose
 * @param rows the account's
 */
public record AccountSnapshot(Session session, Ownership ownership, AccountRows rows) {

    /** @throws AccountRefused when ownership cannot be told, or there is no such account */
    public static AccountSnapshot of(Session session, DataMap map, String accountKey) throws SQLException {
        AccountSnapshot account = maybeGone(session, map, accountKey, Map.of());
        if (account.ownedRows(account.ownership.root()) == 0) {
            throw new AccountRefused(List.of(Finding.error(
                    "account-missing", account.ownership.root().name(), "has no row with the key " + accountKey)));
        }
        return account;
    }

    /** As {@link #of}, for an account whose row may be gone. */
    public static AccountSnapshot maybeGone(
            Session session, DataMap map, String accountKey, Map<TableName, Set<TableName>> whereReads)
            throws SQLException {
        Catalog catalog = CatalogReader.read(session.sql());
        return of(session, new OwnershipBuilder(map.postgres(), catalog, whereReads).build(), accountKey);
    }

    /** As {@link #maybeGone}, where ownership is known already. */
    public static AccountSnapshot of(Session session, Ownership ownership, String accountKey) throws SQLException {
        session.searchPath(ownership.searchPath());
        return new AccountSnapshot(session, ownership, ownership.rowsOf(accountKey));
    }

    String select(TableShape shape, Table table) {
        return "SELECT " + SqlText.columns(Shapes.columnNames(shape)) + " FROM " + rows.from(table);
    }

    public long ownedRows(Table table) throws SQLException {
        return session.sql().number("SELECT count(*) FROM " + rows.from(table));
    }

    /** The account's key and those of the accounts that go along with it. */
    public List<String> accountKeys() throws SQLException {
        String key = SqlName.quote(ownership.source().rootKey());
        return session.sql()
                .list(
                        "SELECT " + key + "::pg_catalog.text COLLATE \"C\" FROM " + rows.from(ownership.root())
                                + " ORDER BY 1",
                        row -> row.getString(1));
    }

    /** Whether any row of the table is the account's. */
    public boolean owns(Table table) throws SQLException {
        return session.sql().yes("SELECT EXISTS (SELECT FROM " + rows.from(table) + ")");
    }

    public List<Finding> edges() throws SQLException {
        List<Finding> edges = new ArrayList<>(CrossAccountEdges.find(session.sql(), ownership, rows));
        edges.addAll(edgesWithoutKey());
        return List.copyOf(edges);
    }

    /** What ties the account to another one although no foreign key tells. */
    private List<Finding> edgesWithoutKey() throws SQLException {
        List<Finding> edges = new ArrayList<>(DeclaredOverlaps.find(session.sql(), ownership, rows));
        Optional<LargeObjects> objects = LargeObjects.of(ownership);
        if (objects.isPresent()) {
            edges.addAll(objects.get().shared(session.sql(), rows));
        }
        return edges;
    }

    /** Edges that no proof after the fact would find. */
    public void refuseEdgesThatTriggersHide() throws SQLException {
        List<Finding> edges = new ArrayList<>(CrossAccountEdges.hidden(session.sql(), ownership, rows));
        edges.addAll(edgesWithoutKey());
        if (!edges.isEmpty()) {
            throw new AccountRefused(edges);
        }
    }

    /** Digests of everything live, links among them, read on several connections. */
    public List<TableContent> contents(DigestKey digestKey, DataSource source, int connections) throws SQLException {
        ExecutorService threads = SideBySide.threads();
        try {
            return SideBySide.read(
                    session,
                    source,
                    connections,
                    threads,
                    AccountTables.jobs(AccountTables.content(this), (sql, each) -> CopyOutRows.digest(
                                    sql, each.select(), digestKey, each.shape())
                            .content()));
        } catch (IOException e) {
            throw new IllegalStateException("digesting writes nowhere", e);
        } finally {
            threads.shutdown();
        }
    }
}
