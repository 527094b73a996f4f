package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.TableName;

/**
 * Anything of the user's in a schema that is read like a table, partitions and views among it.
 *
 * @param name its name
 * @param kind PostgreSQL's letter: r ordinary, p partitioned, f foreign, m materialised view, v view
 * @param unlogged whether its rows are lost in a crash
 * @param root the table it is a partition of; null when it is none
 */
public record Relation(TableName name, char kind, boolean unlogged, TableName root) {}
