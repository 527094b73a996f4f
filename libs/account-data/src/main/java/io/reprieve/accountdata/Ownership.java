package io.reprieve.accountdata;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rows belong to an account, resolved from the data map and the live foreign keys.
 *
 * @param source the data map's part
 * @param catalog the live catalog
 * @param root the account table
 * @param insertOrder owned tables and the root, parents before children
 * @param deleteOrder the same, such that what a table's rows are found through outlives it
 * @param paths per table, the foreign keys its rows are found by; one when every row has it, else all of them
 * @param trees per table, the self-references its rows are found by as well
 * @param keyType the root key's type, without modifiers (a cast to {@code char(3)} would cut a longer key)
 */
record Ownership(
        PostgresSource source,
        Catalog catalog,
        Table root,
        List<Table> insertOrder,
        List<Table> deleteOrder,
        Map<TableName, List<ForeignKey>> paths,
        Map<TableName, List<ForeignKey>> trees,
        String keyType) {

    boolean owns(TableName table) {
        return insertOrder.stream().anyMatch(owned -> owned.name().equals(table));
    }

    /** The declaration, for a table that belongs by declaration. */
    Optional<String> where(TableName table) {
        return source.owned().stream()
                .filter(owned -> owned.table().equals(table) && owned.declared())
                .map(OwnedTable::where)
                .findFirst();
    }

    /** Foreign keys between owned tables, the root among them. */
    List<ForeignKey> innerKeys() {
        return catalog.foreignKeys().stream()
                .filter(key -> owns(key.from()) && owns(key.to()))
                .toList();
    }

    /** The account's key as SQL, typed. */
    String keyLiteral(String accountKey) {
        return SqlText.literal(accountKey) + "::" + keyType;
    }

    /** The rows of one account. */
    AccountRows rowsOf(String accountKey) {
        return new AccountRows(this, keyLiteral(accountKey));
    }

    /** The schemas of owned tables and of their columns' types, and public: what triggers and operators expect. */
    String searchPath() {
        Set<String> schemas = new LinkedHashSet<>();
        schemas.add(root.name().schema());
        insertOrder.forEach(table -> schemas.add(table.name().schema()));
        List<Long> types = insertOrder.stream()
                .flatMap(table -> table.columns().stream())
                .map(Column::typeOid)
                .toList();
        schemas.addAll(catalog.types().schemas(types));
        schemas.add("public");
        return schemas.stream().map(SqlName::quote).collect(Collectors.joining(", "));
    }

    /** Tables locked against every writer while they are erased: no foreign key guards them. */
    List<Table> declaredTables() {
        return insertOrder.stream()
                .filter(table -> where(table.name()).isPresent())
                .toList();
    }
}
