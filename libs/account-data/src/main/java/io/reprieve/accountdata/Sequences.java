package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Moves the sequences behind restored columns past the restored values; never back. */
final class Sequences {

    private static final Set<String> WHOLE_NUMBERS = Set.of("smallint", "integer", "bigint");

    /** Up to so many steps are taken one by one, which cannot race with others taking some. */
    private static final long SMALL_STEP = 10_000;

    private Sequences() {}

    static void moveForward(Sql sql, List<StagedTable> tables) throws SQLException {
        for (StagedTable table : tables) {
            for (Column column : table.live().columns()) {
                if (column.sequence() != null && WHOLE_NUMBERS.contains(column.type())) {
                    String highest = sql.text("SELECT max(" + column.sql() + ") FROM " + table.staged());
                    if (highest != null) {
                        moveForward(sql, column.sequence(), Long.parseLong(highest));
                    }
                }
            }
        }
    }

    private static void moveForward(Sql sql, String sequence, long highest) throws SQLException {
        String name = SqlText.literal(sequence) + "::pg_catalog.regclass";
        long step = sql.number("SELECT seqincrement FROM pg_catalog.pg_sequence WHERE seqrelid = " + name);
        long last = sql.number("SELECT last_value FROM " + sequence);
        long limit = sql.number("SELECT seqmax FROM pg_catalog.pg_sequence WHERE seqrelid = " + name);
        if (step <= 0 || last >= highest || highest > limit) {
            return;
        }
        if ((highest - last) / step <= SMALL_STEP) {
            sql.number("SELECT max(pg_catalog.nextval(" + name + ")) FROM pg_catalog.generate_series(1, "
                    + ((highest - last) / step + 1) + ")");
        } else {
            sql.number("SELECT pg_catalog.setval(" + name + ", " + highest + ")");
        }
    }
}
