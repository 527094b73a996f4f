package io.reprieve.accountdata;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The account's rows of one table, as a snapshot has them.
 *
 * @param content their count and digest
 * @param places the digest of where they lie
 * @param ledOut whether one of them refers to a row that is not the account's
 */
record SeenTable(TableContent content, TableContent places, boolean ledOut) {

    /** Before the columns of a row: its place. */
    static final String PLACE = "tableoid, ctid";

    private static final int PLACE_FIELDS = 2;

    /** @throws LedOut when a row refers to one that is not the account's, and that was found by a look of its own */
    static SeenTable read(AccountSnapshot account, Table table, DigestKey key) throws SQLException, IOException {
        Ownership ownership = account.ownership();
        Sql sql = account.session().sql();
        TableShape shape = Shapes.rows(ownership, table);
        ReachedRows.Scope scope = account.rows().scope(itAndItsParents(ownership, table));
        String columns = PLACE + (shape.columns().isEmpty() ? "" : ", " + SqlText.columns(Shapes.columnNames(shape)));
        OutwardFlag flag = OutwardFlag.of(
                account,
                scope.rows(),
                table,
                flagged -> scope.with() + "SELECT " + columns + flagged + " FROM "
                        + scope.rows().from(table));
        RowDigest content = new RowDigest(key, shape);
        RowDigest places = RowDigest.ofPlaces(key, table);
        boolean[] ledOut = {false};
        CopyOutRows.each(sql, flag.statement(), line -> {
            int end = line.length;
            if (flag.present()) {
                // … TAB flag LF
                ledOut[0] |= line[end - 2] != 'f';
                end -= 2;
            }
            int start = placeEnd(line);
            places.add(line, 0, start);
            content.add(line, Math.min(start, end), end);
        });
        return new SeenTable(content.content(), places.content(), ledOut[0]);
    }

    /** After the tab, or the line feed, that follows the place. */
    private static int placeEnd(byte[] line) {
        int at = 0;
        for (int field = 0; field < PLACE_FIELDS; field++) {
            while (line[at] != '\t' && line[at] != '\n') {
                at++;
            }
            at++;
        }
        return at;
    }

    private static Set<TableName> itAndItsParents(Ownership ownership, Table table) {
        Set<TableName> names = new TreeSet<>(List.of(table.name()));
        CrossAccountEdges.outwardKeys(ownership, table).forEach(key -> names.add(key.to()));
        return names;
    }
}
