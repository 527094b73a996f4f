package io.reprieve.accountdata.erase;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableDifference;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.check.MapCheck;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.OwnedTable;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.ledger.Ledger;
import io.reprieve.accountdata.ledger.LedgerRows;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.order.ErasureOrder;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import io.reprieve.accountdata.triggers.ReplicationRole;
import io.reprieve.accountdata.triggers.RowCountProof;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The point of no return, as one transaction: lock, look, delete children first while digesting what goes, compare with
 * what was ordered, write the ledger, commit. Whatever is not as ordered rolls everything back.
 */
public final class Erasure {

    private final DataMap map;
    private final DataSource product;
    private final Ledger ledger;

    public Erasure(DataMap map, DataSource product, Ledger ledger) {
        this.map = map;
        this.product = product;
        this.ledger = ledger;
    }

    public ErasureResult run(ErasureOrder order) {
        try {
            ErasureResult result = erased(order);
            return result instanceof ErasureResult.Refused refused ? withEdges(order, refused) : result;
        } catch (AccountRefused refused) {
            return new ErasureResult.Refused(refused.findings());
        } catch (SQLException e) {
            return refused(order, e);
        }
    }

    /**
     * Foreign keys guard themselves: their triggers see past the snapshot, and what moved since fails the statement. Where
     * those are muted, each statement has its own snapshot, and what they would have found is looked for after the last delete.
     */
    private ErasureResult erased(ErasureOrder order) throws SQLException {
        try (Session session = Session.readCommittedAlone(product, order.accountKey())) {
            boolean muting = ReplicationRole.forErasure(session.sql(), map.postgres());
            if (!muting) {
                session.beginOnOneSnapshot();
            }
            return erase(session, order, muting);
        }
    }

    private ErasureResult erase(Session session, ErasureOrder order, boolean muting) throws SQLException {
        Sql sql = session.sql();
        // Before the first query: LOCK takes no snapshot, and from here on neither keys nor triggers can be added.
        lockTables(sql);
        RowCountProof proof = RowCountProof.begin(sql);
        Optional<LedgerRow> spent = LedgerRows.ofPurgeRequest(sql, order.purgeRequestId());
        if (spent.isPresent()) {
            return new ErasureResult.AlreadyErased(spent.get());
        }
        refuseIfRestored(sql, order);
        MapCheck.Outcome checked = new MapCheck(map).check(session);
        Ownership ownership = checked.orRefuse();
        AccountSnapshot account = AccountSnapshot.of(session, ownership, order.accountKey());
        account.refuseEdgesThatTriggersHide();
        Deletion deletion = new Deletion(
                account,
                order,
                ReplicationRole.erasing(account, muting),
                muting ? DeletedKeys.keeping(account) : DeletedKeys.none(account));
        deletion.run(product);
        RowCountProof.Verdict verdict = proof.verdict(deletion.changes(), ownership, "delete");
        if (!verdict.findings().isEmpty()) {
            return new ErasureResult.Refused(verdict.findings());
        }
        List<TableContent> deleted = deletion.found();
        List<TableDifference> differences = ContentDigests.differences(order.expected(), deleted);
        if (!differences.isEmpty()) {
            return new ErasureResult.ContentMoved(differences);
        }
        if (!order.stillStands().getAsBoolean()) {
            return new ErasureResult.Refused(List.of(Finding.error(
                    "order-withdrawn", order.purgeRequestId(), "the order was withdrawn while its rows were deleted")));
        }
        LedgerRow row = LedgerRows.append(sql, LedgerRows.erasure(order, ownership, deleted));
        session.commit();
        return new ErasureResult.Erased(
                row, deleted, residue(account), checked.unreached(), verdict.writtenByTriggers());
    }

    private void lockTables(Sql sql) throws SQLException {
        PostgresSource source = map.postgres();
        // No foreign key makes a writer of a declared table wait or fail, so nobody else may write to it meanwhile.
        Set<TableName> alone = source.owned().stream()
                .filter(owned -> owned.declared() && !owned.unfenced())
                .map(OwnedTable::table)
                .collect(Collectors.toSet());
        List<TableName> shared = source.accountTables().stream()
                .filter(table -> !alone.contains(table))
                .toList();
        sql.run("LOCK TABLE " + SqlText.names(shared) + " IN ROW EXCLUSIVE MODE");
        if (!alone.isEmpty()) {
            sql.run("LOCK TABLE " + SqlText.names(alone) + " IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    private static void refuseIfRestored(Sql sql, ErasureOrder order) throws SQLException {
        LedgerRows.restoreSince(sql, order.accountKey(), order.epoch()).ifPresent(restored -> {
            throw new AccountRefused(List.of(Finding.error(
                    "restored-since",
                    restored.id(),
                    "a restore brought this account back since the erasure was decided: decide again")));
        });
    }

    private ErasureResult refused(ErasureOrder order, SQLException e) {
        if ("23505".equals(e.getSQLState())) {
            Optional<LedgerRow> spent = ledger.find(order.purgeRequestId());
            if (spent.isPresent()) {
                return new ErasureResult.AlreadyErased(spent.get());
            }
        }
        List<Finding> edges = Refusals.foreignKey(e) ? edges(order) : List.of();
        if (!edges.isEmpty()) {
            return new ErasureResult.Refused(edges);
        }
        if (Refusals.concurrent(e) || Refusals.foreignKey(e)) {
            return new ErasureResult.ConcurrentWriters(e.getSQLState(), Refusals.message(e));
        }
        if (Refusals.byRule(e)) {
            return new ErasureResult.Refused(
                    List.of(Finding.error("refused-by-database", map.postgres().root(), Refusals.explained(e))));
        }
        throw Refusals.failure("the erasure", e);
    }

    /**
     * Names the rows that tie the account to others. Only once they were in the way: PostgreSQL's keys and the proofs find
     * that out for nothing, while to look for them takes its time.
     */
    private List<Finding> edges(ErasureOrder order) {
        try (Session session = Session.reading(product)) {
            return AccountSnapshot.maybeGone(session, map, order.accountKey(), Map.of())
                    .edges();
        } catch (SQLException | AccountRefused unnamed) {
            return List.of();
        }
    }

    /** A cascade that reached further than the order did so along an edge. */
    private ErasureResult withEdges(ErasureOrder order, ErasureResult.Refused refused) {
        if (refused.findings().stream().noneMatch(finding -> finding.rule().equals(RowCountProof.RULE))) {
            return refused;
        }
        List<Finding> findings = new ArrayList<>(edges(order));
        findings.addAll(refused.findings());
        return new ErasureResult.Refused(findings);
    }

    /** What a later snapshot still sees; never undoes the erasure, so that a failure here only means nothing was seen. */
    private List<Finding> residue(AccountSnapshot account) {
        List<Finding> residue = new ArrayList<>();
        try {
            account.session().lookAgain(account.ownership().searchPath());
            for (Table table : account.ownership().insertOrder()) {
                long rows = account.ownedRows(table);
                if (rows > 0) {
                    residue.add(Finding.error(
                            "residue", table.name(), rows + " rows of the account are there after the erasure"));
                }
            }
        } catch (SQLException e) {
            residue.add(Finding.error(
                    "residue-unknown", map.postgres().root(), "could not be looked for: " + Refusals.message(e)));
        }
        return residue;
    }
}
