package io.reprieve.accountdata;

import java.util.List;
import java.util.Set;

/**
 * The part of the data map that describes the PostgreSQL database.
 *
 * @param name the source's name
 * @param root the account table
 * @param rootKey its key column, unquoted; its text as PostgreSQL prints it is the account key
 * @param owned tables whose rows belong to accounts; the root itself is not among them
 * @param shared tables that are referenced, but never exported as owned and never deleted from
 * @param unlink columns of shared rows that point at owned ones
 * @param ignored tables that hold nothing of an account
 * @param volatiles columns that the fence itself changes; kept in the archive, left out of the digest
 * @param fence what keeps the product from writing; null when none is declared
 */
public record PostgresSource(
        String name,
        TableName root,
        String rootKey,
        List<OwnedTable> owned,
        Set<TableName> shared,
        List<ColumnName> unlink,
        Set<TableName> ignored,
        Set<ColumnName> volatiles,
        FenceSql fence) {}
