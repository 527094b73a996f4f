package io.reprieve.accountdata.erase;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.digest.RowDigest;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.ownership.CrossAccountEdges;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.ownership.ReachedRows;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.CopyOutRows;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
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

    /** @throws LedOut when a row refers to one that is not the account's, and that was found by a look of its own */
    static SeenTable read(AccountSnapshot account, Table table, DigestKey key) throws SQLException, IOException {
        Ownership ownership = account.ownership();
        Sql sql = account.session().sql();
        TableShape shape = Shapes.rows(ownership, table);
        ReachedRows.Scope scope = account.rows().scope(itAndItsParents(ownership, table));
        String columns = PlaceDigest.COLUMNS
                + (shape.columns().isEmpty() ? "" : ", " + SqlText.columns(Shapes.columnNames(shape)));
        OutwardFlag flag = OutwardFlag.of(
                account,
                scope.rows(),
                table,
                flagged -> scope.with() + "SELECT " + columns + flagged + " FROM "
                        + scope.rows().from(table));
        RowDigest content = new RowDigest(key, shape);
        PlaceDigest places = new PlaceDigest(key, table);
        boolean[] ledOut = {false};
        CopyOutRows.each(sql, flag.statement(), line -> {
            int end = line.length;
            if (flag.present()) {
                // … TAB flag LF
                ledOut[0] |= line[end - 2] != 'f';
                end -= 2;
            }
            int start = places.add(line, 0);
            content.add(line, Math.min(start, end), end);
        });
        return new SeenTable(content.content(), places.content(), ledOut[0]);
    }

    private static Set<TableName> itAndItsParents(Ownership ownership, Table table) {
        Set<TableName> names = new TreeSet<>(List.of(table.name()));
        CrossAccountEdges.outwardKeys(ownership, table).forEach(key -> names.add(key.to()));
        return names;
    }
}
