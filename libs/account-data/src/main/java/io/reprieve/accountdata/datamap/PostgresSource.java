package io.reprieve.accountdata.datamap;

import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The part of the data map that describes the PostgreSQL database.
 *
 * @param name the source's name
 * @param root the account table
 * @param rootKey its key column, unquoted; its text as PostgreSQL prints it is the account key
 * @param children what becomes of accounts below an account
 * @param replicationRole whether the two logins may set {@code session_replication_role}: foreign keys are then checked
 *     in sets, and triggers can be muted
 * @param owned tables whose rows belong to accounts; the root itself is not among them
 * @param shared tables that are referenced, but never exported as owned and never deleted from
 * @param identities per shared table, the natural key that tells on restore that a row is still the same; a table
 *     without an entry is known by its other unique keys, one with an empty entry by its key alone
 * @param unlink columns of shared rows that point at owned ones
 * @param ignored tables that hold nothing of an account
 * @param volatiles columns that the fence itself changes; kept in the archive, left out of the digest
 * @param largeObjects columns of type {@code oid} that name large objects; those of type {@code lo} need no entry
 * @param notLinks columns that look like links to accounts, and are not
 * @param personal columns that hold people's data: shown masked to whoever looks into a backup
 * @param triggers those that the map accounts for
 * @param fence what keeps the product from writing; null when none is declared
 * @param billing how to ask what is still open in the product's books
 */
public record PostgresSource(
        String name,
        TableName root,
        String rootKey,
        Children children,
        boolean replicationRole,
        List<OwnedTable> owned,
        Set<TableName> shared,
        Map<TableName, List<String>> identities,
        List<ColumnName> unlink,
        Set<TableName> ignored,
        Set<ColumnName> volatiles,
        Set<ColumnName> largeObjects,
        Set<ColumnName> notLinks,
        Set<ColumnName> personal,
        KnownTriggers triggers,
        FenceSql fence,
        BillingSql billing) {

    /** The tables that hold accounts' rows, the root and the owned ones, in name order. */
    public SortedSet<TableName> accountTables() {
        SortedSet<TableName> tables = new TreeSet<>(Set.of(root));
        owned.forEach(table -> tables.add(table.table()));
        return tables;
    }

    /** What becomes of accounts below an account, where the root table refers to itself. */
    public enum Children {
        /** The map does not say. */
        UNDECLARED,
        /** They belong to the account above: they are backed up, erased and restored with it. */
        ALONG,
        /** They are accounts of their own. */
        APART
    }
}
