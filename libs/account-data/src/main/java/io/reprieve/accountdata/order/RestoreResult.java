package io.reprieve.accountdata.order;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableDifference;
import io.reprieve.accountdata.report.Finding;
import java.util.List;

/** What became of a restore. Only {@link Restored} changed anything. */
public sealed interface RestoreResult {

    /**
     * Committed; the live rows' digest equals the manifest's.
     *
     * @param row the ledger row of the same commit
     * @param tables what is live now
     * @param inserted rows put back
     * @param linksLeft links from shared rows that now point elsewhere, or whose shared row is gone, and were left so
     */
    record Restored(LedgerRow row, List<TableContent> tables, long inserted, long linksLeft) implements RestoreResult {}

    /**
     * This restore was committed before.
     *
     * @param row the ledger row of then
     */
    record AlreadyRestored(LedgerRow row) implements RestoreResult {}

    /**
     * What is live is not what the plan saw.
     *
     * @param now the plan as it would be now
     */
    record PlanMoved(RestorePlan now) implements RestoreResult {}

    /**
     * The plan, the catalog or the database's own constraints are in the way.
     *
     * @param findings what is in the way
     */
    record Refused(List<Finding> findings) implements RestoreResult {}

    /**
     * The rows were put back, and were not what the manifest says (a trigger changed them, or the archive is not what it
     * says): rolled back.
     *
     * @param differences the tables that differ
     */
    record DigestDiffers(List<TableDifference> differences) implements RestoreResult {}

    /**
     * Somebody wrote to, or locked, the same rows meanwhile.
     *
     * @param sqlState what PostgreSQL refused with
     * @param detail its message
     */
    record ConcurrentWriters(String sqlState, String detail) implements RestoreResult {}
}
