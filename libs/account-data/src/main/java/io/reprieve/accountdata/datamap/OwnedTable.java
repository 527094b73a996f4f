package io.reprieve.accountdata.datamap;

import io.reprieve.accountdata.name.TableName;

/**
 * A table whose rows belong to accounts.
 *
 * @param table the table
 * @param where SQL predicate that says which rows are an account's, with {@code :key} for the account key; null where
 *     foreign keys say so
 * @param unfenced whether an erasure leaves the table unlocked, although no foreign key guards it against writers
 */
public record OwnedTable(TableName table, String where, boolean unfenced) {

    public OwnedTable(TableName table, String where) {
        this(table, where, false);
    }

    /** Whether the rows belong by declaration rather than by foreign key. */
    public boolean declared() {
        return where != null;
    }
}
