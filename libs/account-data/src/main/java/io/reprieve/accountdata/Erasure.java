package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The point of no return, as one transaction: lock, look, delete children first while digesting what goes, compare with
 * what was ordered, write the ledger, commit. Whatever is not as ordered rolls everything back.
 */
final class Erasure {

    private final DataMap map;
    private final DataSource product;
    private final Ledger ledger;

    Erasure(DataMap map, DataSource product, Ledger ledger) {
        this.map = map;
        this.product = product;
        this.ledger = ledger;
    }

    ErasureResult run(ErasureOrder order) {
        ErasureResult result;
        try (Session session = Session.writingAlone(product, order.accountKey())) {
            result = erase(session, order);
        } catch (AccountRefused refused) {
            return new ErasureResult.Refused(refused.findings());
        } catch (SQLException e) {
            return refused(order, e);
        }
        if (result instanceof ErasureResult.Erased erased) {
            return new ErasureResult.Erased(erased.row(), erased.tables(), residue(order.accountKey()));
        }
        return result;
    }

    private ErasureResult erase(Session session, ErasureOrder order) throws SQLException {
        // Before the first query: LOCK takes no snapshot, and from here on neither keys nor triggers can be added.
        lockTables(session.sql());
        Optional<LedgerRow> spent = LedgerRows.ofPurgeRequest(session.sql(), order.purgeRequestId());
        if (spent.isPresent()) {
            return new ErasureResult.AlreadyErased(spent.get());
        }
        Optional<LedgerRow> restored = LedgerRows.restoreSince(session.sql(), order.accountKey(), order.epoch());
        if (restored.isPresent()) {
            return new ErasureResult.Refused(List.of(Finding.error(
                    "restored-since",
                    restored.get().id(),
                    "a restore brought this account back since the erasure was decided: decide again")));
        }
        List<Finding> findings = new MapCheck(map).errors(session);
        if (!findings.isEmpty()) {
            return new ErasureResult.Refused(findings);
        }
        AccountSnapshot account = snapshot(session, order.accountKey());
        List<Finding> edges = account.edges();
        if (!edges.isEmpty()) {
            return new ErasureResult.Refused(edges);
        }
        List<TableContent> deleted = delete(account, order);
        List<TableDifference> differences = ContentDigests.differences(order.expected(), deleted);
        if (!differences.isEmpty()) {
            return new ErasureResult.ContentMoved(differences);
        }
        if (!order.stillStands().getAsBoolean()) {
            return new ErasureResult.Refused(List.of(Finding.error(
                    "order-withdrawn", order.purgeRequestId(), "the order was withdrawn while its rows were deleted")));
        }
        LedgerRow row = LedgerRows.append(session.sql(), LedgerRows.erasure(order, account.ownership(), deleted));
        session.commit();
        return new ErasureResult.Erased(row, deleted, List.of());
    }

    private void lockTables(Sql sql) throws SQLException {
        PostgresSource source = map.postgres();
        List<TableName> all = new ArrayList<>();
        all.add(source.root());
        source.owned().forEach(owned -> all.add(owned.table()));
        for (TableName table : all.stream().sorted().toList()) {
            boolean declared =
                    source.owned().stream().anyMatch(owned -> owned.table().equals(table) && owned.declared());
            // No foreign key makes a writer of a declared table wait or fail, so nobody else may write to it meanwhile.
            sql.run("LOCK TABLE " + table + " IN " + (declared ? "SHARE ROW EXCLUSIVE" : "ROW EXCLUSIVE") + " MODE");
        }
    }

    private AccountSnapshot snapshot(Session session, String accountKey) throws SQLException {
        Catalog catalog = CatalogReader.read(session.sql());
        List<Finding> invalid = new ArrayList<>();
        Map<TableName, Set<TableName>> reads = Declarations.read(session.sql(), map.postgres(), catalog, invalid);
        if (!invalid.isEmpty()) {
            throw new AccountRefused(invalid);
        }
        return AccountSnapshot.maybeGone(session, map, accountKey, reads);
    }

    /** Once a table is not as expected the rest is only looked at, so that all differences are told. */
    private static List<TableContent> delete(AccountSnapshot account, ErasureOrder order) throws SQLException {
        Sql sql = account.session().sql();
        Ownership ownership = account.ownership();
        List<TableContent> found = new ArrayList<>();
        for (Links links : Links.of(ownership)) {
            String select = links.select(account.rows(), ownership) + " FOR UPDATE OF s";
            found.add(CopyOutRows.digest(sql, select, order.digestKey(), links.shape())
                    .content());
            if (order.expected().containsAll(found)) {
                sql.run(links.undo(account.rows(), ownership));
            }
        }
        for (List<Table> group : ownership.deleteGroups()) {
            if (order.expected().containsAll(found)) {
                found.addAll(DeletedGroup.of(ownership, group).delete(sql, account.rows(), order.digestKey()));
                continue;
            }
            for (Table table : group) {
                TableShape shape = Shapes.rows(ownership, table);
                found.add(CopyOutRows.digest(sql, account.select(shape, table), order.digestKey(), shape)
                        .content());
            }
        }
        if (order.expected().containsAll(found)) {
            // Deferred constraints speak now, while their refusal can still be told apart from a lost connection.
            sql.run("SET CONSTRAINTS ALL IMMEDIATE");
        }
        return found;
    }

    private ErasureResult refused(ErasureOrder order, SQLException e) {
        if ("23505".equals(e.getSQLState())) {
            Optional<LedgerRow> spent = ledger.find(order.purgeRequestId());
            if (spent.isPresent()) {
                return new ErasureResult.AlreadyErased(spent.get());
            }
        }
        if (Refusals.concurrent(e) || Refusals.foreignKey(e)) {
            return new ErasureResult.ConcurrentWriters(e.getSQLState(), Refusals.message(e));
        }
        if (Refusals.byRule(e)) {
            return new ErasureResult.Refused(List.of(Finding.error(
                    "refused-by-database", map.postgres().root(), Refusals.message(e) + " (" + e.getSQLState() + ")")));
        }
        throw Refusals.failure("the erasure", e);
    }

    /** What a later snapshot still sees; never undoes the erasure, so that a failure here only means nothing was seen. */
    private List<Finding> residue(String accountKey) {
        List<Finding> residue = new ArrayList<>();
        try (Session session = Session.reading(product)) {
            AccountSnapshot account = AccountSnapshot.maybeGone(session, map, accountKey, Map.of());
            for (Table table : account.ownership().insertOrder()) {
                long rows = account.ownedRows(table);
                if (rows > 0) {
                    residue.add(Finding.error(
                            "residue", table.name(), rows + " rows of the account are there after the erasure"));
                }
            }
        } catch (SQLException e) {
            residue.add(unknown(Refusals.message(e)));
        } catch (AccountRefused e) {
            residue.add(unknown(e.getMessage()));
        }
        return residue;
    }

    private Finding unknown(String why) {
        return Finding.error("residue-unknown", map.postgres().root(), "could not be looked for: " + why);
    }
}
