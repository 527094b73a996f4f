package io.reprieve.accountdata;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key between two tables (never one that a partition inherits from its root).
 *
 * @param name the constraint
 * @param from the referencing table
 * @param columns its columns
 * @param to the referenced table
 * @param references the columns there
 * @param operators per column, the operator "referenced = referencing", ready for SQL
 * @param onDelete PostgreSQL's letter: a no action, r restrict, c cascade, n set null, d set default
 * @param total whether every row of {@code from} has this reference: all columns not null, and the key validated
 * @param problem what keeps the engine from using it; null when nothing does
 */
record ForeignKey(
        String name,
        TableName from,
        List<String> columns,
        TableName to,
        List<String> references,
        List<String> operators,
        char onDelete,
        boolean total,
        String problem) {

    boolean selfReference() {
        return from.equals(to);
    }

    /** The join of the referenced row {@code parent} with the referencing row {@code child}; false on nulls. */
    String join(String parent, String child) {
        return IntStream.range(0, columns.size())
                .mapToObj(at -> parent + "." + SqlName.quote(references.get(at)) + " " + operators.get(at) + " " + child
                        + "." + SqlName.quote(columns.get(at)))
                .collect(Collectors.joining(" AND "));
    }

    /** Whether the row {@code child} refers to anything: under MATCH SIMPLE, when no column is null. */
    String refers(String child) {
        return columns.stream()
                .map(column -> child + "." + SqlName.quote(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    @Override
    public String toString() {
        return SqlName.quote(name) + " of " + from + " to " + to;
    }
}
