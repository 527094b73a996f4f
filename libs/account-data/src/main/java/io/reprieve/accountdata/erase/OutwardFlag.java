package io.reprieve.accountdata.erase;

import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.ownership.AccountRows;
import io.reprieve.accountdata.ownership.CrossAccountEdges;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A query for a table's rows, with a last column that says whether the row refers to one which is not the account's.
 * Looking that up in a hash table as the row goes by costs a fraction of another pass over the rows; where PostgreSQL would
 * not hash, because the account is too large for its memory, that other pass is made, and there is no such column.
 *
 * @param statement the query
 * @param present whether it has that column
 */
record OutwardFlag(String statement, boolean present) {

    /** A use of a subplan that is not hashed and so would be run through for every row. */
    private static final Pattern NOT_HASHED = Pattern.compile("(?<!hashed )SubPlan \\d+\\)");

    /**
     * @param known the account's rows, as the query knows them
     * @param query makes it out of what is to follow its columns: nothing, or a comma and an expression
     * @throws LedOut when a row refers to one that is not the account's, and that was found by a pass of its own
     */
    static OutwardFlag of(AccountSnapshot account, AccountRows known, Table table, UnaryOperator<String> query)
            throws SQLException {
        String flags = CrossAccountEdges.outwardKeys(account.ownership(), table).stream()
                .map(key -> flag(table, key, known))
                .collect(Collectors.joining(" OR "));
        if (flags.isEmpty()) {
            return new OutwardFlag(query.apply(""), false);
        }
        Sql sql = account.session().sql();
        String flagged = query.apply(", (" + flags + ")");
        if (hashed(sql, flagged)) {
            return new OutwardFlag(flagged, true);
        }
        if (!CrossAccountEdges.outward(sql, account.ownership(), account.rows(), table)
                .isEmpty()) {
            throw new LedOut();
        }
        return new OutwardFlag(query.apply(""), false);
    }

    private static String flag(Table table, ForeignKey key, AccountRows rows) {
        String row = rows.alias(table);
        return key.period()
                ? "(" + rows.throughOthers(key, row) + ")"
                : "(" + key.refers(row) + " AND (" + rows.through(key, row) + ") IS NOT TRUE)";
    }

    private static boolean hashed(Sql sql, String statement) throws SQLException {
        List<String> plan = sql.list("EXPLAIN (VERBOSE, COSTS OFF) " + statement, row -> row.getString(1));
        return plan.stream().noneMatch(line -> NOT_HASHED.matcher(line).find());
    }
}
