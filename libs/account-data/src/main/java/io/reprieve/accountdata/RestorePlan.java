package io.reprieve.accountdata;

import java.util.List;

/**
 * What a restore would do, row by row against what is live.
 *
 * @param accountKey the account
 * @param tables per table, in insert order
 * @param objects the same for objects
 * @param planHash SHA-256 hex of the row part; a restore runs only under the hash of the plan that was seen
 * @param findings what stops it, each with the way out; empty when it can run
 */
public record RestorePlan(
        String accountKey, List<TablePlan> tables, ObjectsPlan objects, String planHash, List<Finding> findings) {

    /**
     * @param name qualified table name
     * @param insert rows that are not live
     * @param equal rows that are live and the same
     * @param conflict rows of this account that are live and differ, or are live and not in the archive
     * @param taken rows whose key, or unique value, somebody else holds now
     */
    public record TablePlan(String name, long insert, long equal, long conflict, long taken) {}

    /**
     * @param insert objects to put back
     * @param equal objects that are there and the same
     * @param conflict objects that are there and differ
     */
    public record ObjectsPlan(List<ObjectEntry> insert, List<ObjectEntry> equal, List<ObjectEntry> conflict) {}

    public boolean runnable() {
        return findings.isEmpty();
    }
}
