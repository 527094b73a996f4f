package io.reprieve.accountdata.ownership;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.SqlText;
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
 * @param insertGroups owned tables and the root, parents before children; tables in a circle of foreign keys in one group
 * @param deleteGroups the same, such that what a table's rows are found through outlives it, or goes together with it
 * @param belongings per table, how its rows are told
 * @param keyType the root key's type, without modifiers (a cast to {@code char(3)} would cut a longer key)
 */
public record Ownership(
        PostgresSource source,
        Catalog catalog,
        Table root,
        List<List<Table>> insertGroups,
        List<List<Table>> deleteGroups,
        Map<TableName, Belonging> belongings,
        String keyType) {

    public boolean owns(TableName table) {
        return belongings.containsKey(table);
    }

    /** Owned tables and the root, parents before children as far as they form no circle. */
    public List<Table> insertOrder() {
        return insertGroups.stream().flatMap(List::stream).toList();
    }

    /** The declaration, for a table that belongs by declaration. */
    Optional<String> where(TableName table) {
        return belongings.get(table) instanceof Belonging.Declared declared
                ? Optional.of(declared.where())
                : Optional.empty();
    }

    /** Foreign keys between owned tables, the root among them. */
    public List<ForeignKey> innerKeys() {
        return catalog.foreignKeys().stream()
                .filter(key -> owns(key.from()) && owns(key.to()))
                .toList();
    }

    /** The account's key as SQL, typed. */
    String keyLiteral(String accountKey) {
        return SqlText.literal(accountKey) + "::" + keyType;
    }

    /** The rows of one account. */
    public AccountRows rowsOf(String accountKey) {
        return AccountRows.of(this, keyLiteral(accountKey));
    }

    /** The rows of all accounts together. */
    AccountRows rowsOfAll() {
        return AccountRows.ofAll(this);
    }

    /** The schemas of owned tables and of their columns' types, and public: what triggers and operators expect. */
    public String searchPath() {
        Set<String> schemas = new LinkedHashSet<>();
        schemas.add(root.name().schema());
        insertOrder().forEach(table -> schemas.add(table.name().schema()));
        List<Long> types = insertOrder().stream()
                .flatMap(table -> table.columns().stream())
                .map(Column::typeOid)
                .toList();
        schemas.addAll(catalog.types().schemas(types));
        schemas.add("public");
        return schemas.stream().map(SqlName::quote).collect(Collectors.joining(", "));
    }

    /** Tables locked against every writer while they are erased: no foreign key guards them. */
    List<Table> declaredTables() {
        return insertOrder().stream()
                .filter(table -> where(table.name()).isPresent())
                .toList();
    }
}
