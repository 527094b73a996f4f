package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A foreign key between two tables (never one that a partition inherits from its root).
 *
 * @param name the constraint
 * @param from the referencing table
 * @param columns its columns
 * @param to the referenced table
 * @param references the columns there
 * @param operators per column, the operator "referenced = referencing", ready for SQL; "overlaps" for a period
 * @param period whether the last column is a period (PostgreSQL 18), for which rows of {@code to} have to be there all along:
 *     often several, and not all of one account
 * @param onDelete PostgreSQL's letter: a no action, r restrict, c cascade, n set null, d set default
 * @param total whether every row of {@code from} has this reference: all columns not null, and the key validated
 * @param problem what keeps the engine from using it; null when nothing does
 */
public record ForeignKey(
        String name,
        TableName from,
        List<String> columns,
        TableName to,
        List<String> references,
        List<String> operators,
        boolean period,
        char onDelete,
        boolean total,
        String problem) {

    public boolean selfReference() {
        return from.equals(to);
    }

    /** The columns that have to be equal to those referred to: all but a period. */
    public List<String> equalColumns() {
        return period ? columns.subList(0, columns.size() - 1) : columns;
    }

    /** The join of the referenced row {@code parent} with the referencing row {@code child}; false on nulls. */
    public String join(String parent, String child) {
        return IntStream.range(0, columns.size())
                .mapToObj(at -> parent + "." + SqlName.quote(references.get(at)) + " " + operators.get(at) + " " + child
                        + "." + SqlName.quote(columns.get(at)))
                .collect(Collectors.joining(" AND "));
    }

    /** Whether the row {@code child} refers to anything: under MATCH SIMPLE, when no column is null. */
    public String refers(String child) {
        return columns.stream()
                .map(column -> child + "." + SqlName.quote(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    /**
     * Whether some of what the row {@code child} refers to is in none of these relations; to be asked only of a row that
     * {@link #refers}. An anti-join for each, but for periods: those have to be covered by all of them together.
     */
    public String missing(String child, String... parents) {
        if (!period) {
            return Stream.of(parents)
                    .map(parent -> "NOT EXISTS (SELECT FROM " + parent + " AS q WHERE " + join("q", child) + ")")
                    .collect(Collectors.joining(" AND "));
        }
        int last = columns.size() - 1;
        String periods = Stream.of(parents)
                .map(parent -> "SELECT q." + SqlName.quote(references.get(last)) + " FROM " + parent + " AS q WHERE "
                        + join("q", child))
                .collect(Collectors.joining(" UNION ALL "));
        return "(" + child + "." + SqlName.quote(columns.get(last)) + " OPERATOR(pg_catalog.<@) (SELECT"
                + " pg_catalog.range_agg(u.period) FROM (" + periods + ") AS u (period))) IS NOT TRUE";
    }

    @Override
    public String toString() {
        return SqlName.quote(name) + " of " + from + " to " + to;
    }
}
