package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.sql.SqlText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A unique index.
 *
 * @param name the index
 * @param columns its columns, in order; empty when it is over an expression
 * @param primary whether it is the primary key
 * @param identifying whether its columns identify every row: plain, whole-table, not null and checked at once
 * @param nullsEqual whether two nulls clash
 * @param partial whether it covers some rows only
 * @param operators per indexed column or expression, the equality it goes by, ready for SQL
 */
public record UniqueKey(
        String name,
        List<String> columns,
        boolean primary,
        boolean identifying,
        boolean nullsEqual,
        boolean partial,
        List<String> operators) {

    /** Whether two rows have the same key. */
    public String same(String one, String other) {
        return IntStream.range(0, columns.size())
                .mapToObj(at -> one + "." + SqlName.quote(columns.get(at)) + " " + operators.get(at) + " " + other + "."
                        + SqlName.quote(columns.get(at)))
                .collect(Collectors.joining(" AND "));
    }

    /** SQL text that names a row by the key. */
    public String rowName(String alias) {
        return columns.stream()
                .map(column -> SqlText.literal(column + "=") + " || " + alias + "." + SqlName.quote(column) + "::text")
                .collect(Collectors.joining(" || ', ' || "));
    }
}
