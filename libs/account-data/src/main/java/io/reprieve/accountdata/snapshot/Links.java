package io.reprieve.accountdata.snapshot;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.ownership.AccountRows;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The links that the data map says to undo: columns of shared rows that point at owned ones.
 *
 * @param column the column
 * @param table its shared table
 * @param key the foreign key it is part of
 * @param shape how its links are archived
 */
public record Links(ColumnName column, Table table, ForeignKey key, TableShape shape) {

    /** Those of the data map that the catalog knows; the others are for {@code MapCheck} to report. */
    public static List<Links> of(Ownership ownership) {
        List<Links> links = new ArrayList<>();
        for (ColumnName column : ownership.source().unlink()) {
            Optional<Table> table = ownership.catalog().table(column.table());
            Optional<ForeignKey> key = key(ownership.catalog(), ownership::owns, column);
            if (table.isPresent() && key.isPresent() && !table.get().key().isEmpty()) {
                TableShape shape = Shapes.link(ownership, table.get(), column.column());
                links.add(new Links(column, table.get(), key.get(), shape));
            }
        }
        return links;
    }

    public static Optional<ForeignKey> key(Catalog catalog, Predicate<TableName> owned, ColumnName column) {
        return catalog.from(column.table()).stream()
                .filter(key -> key.columns().contains(column.column()) && owned.test(key.to()))
                .findFirst();
    }

    /** The account's links: key and value of each shared row that points at one of its rows. */
    public String select(AccountRows rows, Ownership ownership) {
        return "SELECT " + SqlText.columns("s", Shapes.columnNames(shape)) + " FROM " + table.itself() + " AS s WHERE "
                + points(rows, ownership);
    }

    /** Undoes the account's links. */
    public String undo(AccountRows rows, Ownership ownership) {
        return "UPDATE " + table.itself() + " AS s SET " + SqlName.quote(column.column()) + " = NULL WHERE "
                + points(rows, ownership);
    }

    private String points(AccountRows rows, Ownership ownership) {
        Table parent = ownership.catalog().tables().get(key.to());
        return "(" + SqlText.columns("s", key.columns()) + ") IN (SELECT " + SqlText.columns(key.references())
                + " FROM " + rows.from(parent) + ")";
    }
}
