package io.reprieve.accountdata;

/**
 * A table whose rows belong to accounts.
 *
 * @param table the table
 * @param where SQL predicate that says which rows are an account's, with {@code :key} for the account key; null where
 *     foreign keys say so
 */
public record OwnedTable(TableName table, String where) {

    /** Whether the rows belong by declaration rather than by foreign key. */
    public boolean declared() {
        return where != null;
    }
}
