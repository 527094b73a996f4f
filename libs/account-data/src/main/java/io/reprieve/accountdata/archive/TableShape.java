package io.reprieve.accountdata.archive;

import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import java.util.List;
import java.util.Optional;

/**
 * One table of an archive: what its rows look like. Round-trips through Jackson, for the manifest.
 *
 * <p>Rows are PostgreSQL COPY text: one line a row, fields in the order of {@code columns}, separated by tabs. Generated
 * columns are not among them. Volatile columns come last, so that the digest covers a prefix of each line.
 *
 * @param name qualified table name; for {@code LINK} the qualified column name, for {@code REFERENCE} the table's with the
 *     columns that are referred to, in brackets
 * @param kind whole rows, links from shared rows to owned ones, or shared rows that are referred to
 * @param columns in archive order
 * @param key columns that identify a row: the primary key or a not-null unique key; empty when there is none
 * @param types user-defined types the columns need, dependencies first
 * @param rules constraints and unique indexes that the rows were held to, as PostgreSQL prints them
 * @param partitions what a partitioned table had, parents before children
 */
public record TableShape(
        String name,
        Kind kind,
        List<ColumnShape> columns,
        List<String> key,
        List<TypeShape> types,
        List<String> rules,
        List<PartitionShape> partitions) {

    /** Archives from before rules and partitions were kept have none. */
    public TableShape {
        rules = rules == null ? List.of() : rules;
        partitions = partitions == null ? List.of() : partitions;
    }

    /** One that is under no rules that matter, and has no partitions. */
    public TableShape(String name, Kind kind, List<ColumnShape> columns, List<String> key, List<TypeShape> types) {
        this(name, kind, columns, key, types, List.of(), List.of());
    }

    /** The same, with what its rows were held to when they were archived, and its partitions. */
    public TableShape under(List<String> held, List<PartitionShape> parts) {
        return new TableShape(name, kind, columns, key, types, List.copyOf(held), List.copyOf(parts));
    }

    /**
     * {@code ROWS}: owned rows. {@code LINK}: key and value of a shared row's column that points at an owned row.
     * {@code LARGE_OBJECTS}: chunks of the large objects that owned rows name.
     * {@code REFERENCE}: key and natural key of shared rows that owned rows refer to; no part of the account's content.
     */
    public enum Kind {
        ROWS,
        LINK,
        LARGE_OBJECTS,
        REFERENCE
    }

    /** The table that its rows are of; empty for large objects, which are of none. */
    public Optional<TableName> table() {
        return switch (kind) {
            case ROWS -> Optional.of(TableName.parse(name));
            case LINK -> Optional.of(ColumnName.parse(name).table());
            case REFERENCE -> Optional.of(TableName.parse(beforeColumns()));
            case LARGE_OBJECTS -> Optional.empty();
        };
    }

    /** The columns stand in brackets, and a quoted name may hold brackets itself. */
    private String beforeColumns() {
        boolean quoted = false;
        for (int at = 0; at < name.length(); at++) {
            quoted ^= name.charAt(at) == '"';
            if (name.charAt(at) == '(' && !quoted) {
                return name.substring(0, at);
            }
        }
        return name;
    }

    /** Whether it is the account's content: what digests cover, and what an erasure removes. */
    public boolean content() {
        return kind != Kind.REFERENCE;
    }
}
