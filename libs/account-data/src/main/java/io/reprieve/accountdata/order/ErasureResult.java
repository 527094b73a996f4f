package io.reprieve.accountdata.order;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableDifference;
import io.reprieve.accountdata.report.Finding;
import java.util.List;
import java.util.Map;

/** What became of an erasure. Only {@link Erased} changed anything. */
public sealed interface ErasureResult {

    /**
     * Committed.
     *
     * @param row the ledger row of the same commit
     * @param tables what was deleted
     * @param residue tables that still (or again) hold rows of the account, as seen after the commit
     * @param unreached what keeps rows of accounts where no purge reaches: foreign tables, materialised views
     * @param writtenByTriggers rows that triggers listed under {@code fire} inserted meanwhile, per table that is not owned
     */
    record Erased(
            LedgerRow row,
            List<TableContent> tables,
            List<Finding> residue,
            List<Finding> unreached,
            Map<String, Long> writtenByTriggers)
            implements ErasureResult {}

    /**
     * This purge request was spent before.
     *
     * @param row the ledger row of then
     */
    record AlreadyErased(LedgerRow row) implements ErasureResult {}

    /**
     * What is live is not what the backup holds.
     *
     * @param differences the tables that differ
     */
    record ContentMoved(List<TableDifference> differences) implements ErasureResult {}

    /**
     * Somebody wrote to, or locked, the account's rows meanwhile.
     *
     * @param sqlState what PostgreSQL refused with
     * @param detail its message
     */
    record ConcurrentWriters(String sqlState, String detail) implements ErasureResult {}

    /**
     * The catalog or the account's data is in a state that the engine does not act on.
     *
     * @param findings what is in the way
     */
    record Refused(List<Finding> findings) implements ErasureResult {}
}
