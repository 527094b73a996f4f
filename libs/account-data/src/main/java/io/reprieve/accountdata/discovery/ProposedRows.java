package io.reprieve.accountdata.discovery;

import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.SqlText;
import java.util.List;
import java.util.Map;

/**
 * Writes the predicates that a proposed data map says an account's rows by.
 *
 * @param root the account table
 * @param key its key
 * @param through the keys by which tables were found to be owned
 * @param declared how tables seem to belong that have none
 */
record ProposedRows(
        Table root, String key, Map<TableName, ForeignKey> through, Map<TableName, Placement.Declared> declared) {

    /** The predicate for an account's rows, as somebody would write it. */
    String of(TableName table) {
        if (table.equals(root.name())) {
            return SqlName.quote(key) + " = :key";
        }
        if (declared.containsKey(table)) {
            return declared.get(table).where();
        }
        ForeignKey link = through.get(table);
        if (link.to().equals(root.name()) && link.references().equals(List.of(key))) {
            return SqlText.columns(link.columns()) + " = :key";
        }
        if (link.period()) {
            return "(" + SqlText.columns(link.columns()) + ") IN (SELECT " + SqlText.columns("c", link.columns())
                    + " FROM "
                    + link.from() + " AS c, (SELECT " + SqlText.columns(link.references()) + " FROM " + link.to()
                    + " WHERE " + of(link.to()) + ") AS p WHERE " + link.join("p", "c") + ")";
        }
        String own = SqlText.columns(link.columns());
        return (link.columns().size() == 1 ? own : "(" + own + ")") + " IN (SELECT "
                + SqlText.columns(link.references()) + " FROM " + link.to() + " WHERE " + of(link.to()) + ")";
    }
}
