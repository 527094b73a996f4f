package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.TableName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The live catalog, as far as it matters here.
 *
 * @param tables every table that is not the system's, an extension's, a partition or the suite's own
 * @param foreignKeys every foreign key between them
 * @param types the columns' types
 * @param triggers the user's
 * @param serverVersion as {@code server_version} says
 */
public record Catalog(
        SortedMap<TableName, Table> tables,
        List<ForeignKey> foreignKeys,
        TypeCatalog types,
        List<Trigger> triggers,
        String serverVersion) {

    public Optional<Table> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** What to select a table's rows from; a foreign key, too, means the rows of that table alone. */
    public String itself(TableName table) {
        return tables.get(table).itself();
    }

    public List<ForeignKey> from(TableName table) {
        return foreignKeys.stream().filter(key -> key.from().equals(table)).toList();
    }

    public List<ForeignKey> to(TableName table) {
        return foreignKeys.stream().filter(key -> key.to().equals(table)).toList();
    }
}
