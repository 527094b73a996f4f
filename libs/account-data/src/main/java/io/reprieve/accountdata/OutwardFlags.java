package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Per table, an expression for {@code RETURNING} that says whether a deleted row refers to one which is not the account's.
 * Looking it up in a hash table as the row goes by costs a fraction of another pass over the rows; where PostgreSQL would
 * not hash, because the account is too large for its memory, that other pass is made, and there are no expressions.
 */
final class OutwardFlags {

    private static final OutwardFlags NONE = new OutwardFlags(Map.of());

    /** A use of a subplan that is not hashed and so would be run through for every row. */
    private static final Pattern NOT_HASHED = Pattern.compile("(?<!hashed )SubPlan \\d+\\)");

    private final Map<TableName, String> expressions;

    private OutwardFlags(Map<TableName, String> expressions) {
        this.expressions = expressions;
    }

    /**
     * @param known the account's rows, as the statement knows them
     * @param rows the same, for a statement of its own
     * @param statement what the expressions are to be part of
     * @throws LedOut when a row refers to one that is not the account's, and that was found without them
     */
    static OutwardFlags of(
            Sql sql,
            Ownership ownership,
            AccountRows known,
            AccountRows rows,
            List<Table> tables,
            Function<OutwardFlags, String> statement)
            throws SQLException {
        Map<TableName, String> expressions = new HashMap<>();
        for (Table table : tables) {
            String flags = CrossAccountEdges.outwardKeys(ownership, table).stream()
                    .map(key -> flag(table, key, known))
                    .collect(Collectors.joining(" OR "));
            if (!flags.isEmpty()) {
                expressions.put(table.name(), "(" + flags + ")");
            }
        }
        if (expressions.isEmpty()) {
            return NONE;
        }
        OutwardFlags flags = new OutwardFlags(Map.copyOf(expressions));
        if (hashed(sql, statement.apply(flags))) {
            return flags;
        }
        if (!CrossAccountEdges.outward(sql, ownership, rows, tables).isEmpty()) {
            throw new LedOut();
        }
        return NONE;
    }

    private static String flag(Table table, ForeignKey key, AccountRows rows) {
        String row = rows.alias(table);
        return key.period()
                ? "(" + rows.throughOthers(key, row) + ")"
                : "(" + key.refers(row) + " AND (" + rows.through(key, row) + ") IS NOT TRUE)";
    }

    private static boolean hashed(Sql sql, String statement) throws SQLException {
        return sql.list("EXPLAIN (VERBOSE, COSTS OFF) " + statement, row -> row.getString(1)).stream()
                .noneMatch(line -> NOT_HASHED.matcher(line).find());
    }

    boolean any() {
        return !expressions.isEmpty();
    }

    String of(Table table) {
        return expressions.getOrDefault(table.name(), "false");
    }
}
