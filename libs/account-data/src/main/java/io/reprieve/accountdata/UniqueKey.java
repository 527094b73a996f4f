package io.reprieve.accountdata;

import java.util.List;

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
record UniqueKey(
        String name,
        List<String> columns,
        boolean primary,
        boolean identifying,
        boolean nullsEqual,
        boolean partial,
        List<String> operators) {}
