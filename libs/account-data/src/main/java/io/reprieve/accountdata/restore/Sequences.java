package io.reprieve.accountdata.restore;

import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Moves the sequences behind restored columns past the restored values; never back. */
final class Sequences {

    private static final Set<String> WHOLE_NUMBERS = Set.of("smallint", "integer", "bigint");

    /** Up to so many steps are taken one by one, which cannot race with others taking some. */
    private static final long SMALL_STEP = 10_000;

    private Sequences() {}

    /** @param archived the columns that values were put back into; others took theirs from the sequence itself */
    static void moveForward(AccountSnapshot account, List<Table> tables, Set<ColumnName> archived) throws SQLException {
        for (Table table : tables) {
            for (Column column : table.columns()) {
                if (column.sequence() != null
                        && WHOLE_NUMBERS.contains(column.type())
                        && archived.contains(new ColumnName(table.name(), column.name()))) {
                    moveForward(account, table, column);
                }
            }
        }
    }

    private static void moveForward(AccountSnapshot account, Table table, Column column) throws SQLException {
        Sql sql = account.session().sql();
        Sequence sequence = Sequence.read(sql, column.sequence());
        // Only rows beyond it are of interest, and those the column's index gives at once.
        String farthest = sql.text("SELECT " + (sequence.step() > 0 ? "max" : "min") + "(o." + column.sql() + ") FROM "
                + table.name() + " AS o WHERE o." + column.sql() + (sequence.step() > 0 ? " >= " : " <= ")
                + sequence.next() + " AND " + account.rows().predicate(table, "o"));
        if (farthest != null && sequence.reaches(Long.parseLong(farthest))) {
            sequence.pass(sql, Long.parseLong(farthest));
        }
    }

    /**
     * A sequence as it stands.
     *
     * @param name qualified
     * @param step by which it goes; down when negative
     * @param next what it gives next
     * @param limit where it ends
     */
    private record Sequence(String name, long step, long next, long limit) {

        static Sequence read(Sql sql, String name) throws SQLException {
            return sql.list(
                            "SELECT s.seqincrement, CASE WHEN v.is_called THEN v.last_value + s.seqincrement"
                                    + " ELSE v.last_value END, CASE WHEN s.seqincrement > 0 THEN s.seqmax ELSE s.seqmin END"
                                    + " FROM pg_catalog.pg_sequence s, " + name + " v WHERE s.seqrelid = "
                                    + SqlText.literal(name) + "::pg_catalog.regclass",
                            row -> new Sequence(name, row.getLong(1), row.getLong(2), row.getLong(3)))
                    .get(0);
        }

        boolean reaches(long value) {
            return step > 0 ? next <= value && value <= limit : next >= value && value >= limit;
        }

        /** Moves it to where it gives nothing up to this value any more. */
        void pass(Sql sql, long value) throws SQLException {
            long steps = (value - next) / step + 1;
            String sequence = SqlText.literal(name) + "::pg_catalog.regclass";
            sql.run(
                    steps <= SMALL_STEP
                            ? "SELECT pg_catalog.count(pg_catalog.nextval(" + sequence
                                    + ")) FROM pg_catalog.generate_series(1, " + steps + ")"
                            : "SELECT pg_catalog.setval(" + sequence + ", " + (step > 0 ? "GREATEST(" : "LEAST(")
                                    + value + ", last_value)) FROM " + name);
        }
    }
}
