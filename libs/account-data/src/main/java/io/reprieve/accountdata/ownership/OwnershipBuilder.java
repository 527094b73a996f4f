package io.reprieve.accountdata.ownership;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Components;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Resolves {@link Ownership} and says what stands in its way. */
public final class OwnershipBuilder {

    private final PostgresSource source;
    private final Catalog catalog;
    private final Map<TableName, Set<TableName>> whereReads;
    private final List<Finding> problems = new ArrayList<>();
    private final SortedMap<TableName, Table> nodes = new TreeMap<>();

    /**
     * @param whereReads per declared table, the tables its declaration reads (they are to outlive it in an erasure);
     *     empty where nothing will be erased
     */
    public OwnershipBuilder(PostgresSource source, Catalog catalog, Map<TableName, Set<TableName>> whereReads) {
        this.source = source;
        this.catalog = catalog;
        this.whereReads = whereReads;
    }

    /** @throws AccountRefused naming everything in the way */
    public Ownership build() {
        Optional<Column> key = collectNodes();
        refuseProblems();
        Map<TableName, Belonging> belongings = Belongings.settle(source, catalog, nodes, problems);
        refuseProblems();
        return new Ownership(
                source,
                catalog,
                nodes.get(source.root()),
                groups(this::parents),
                reversed(groups(this::outliving)),
                belongings,
                catalog.types().untyped(key.orElseThrow().typeOid()));
    }

    private void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new AccountRefused(problems);
        }
    }

    private Optional<Column> collectNodes() {
        node(source.root());
        source.owned().forEach(owned -> node(owned.table()));
        Table root = nodes.get(source.root());
        if (root == null) {
            return Optional.empty();
        }
        Optional<Column> key = root.column(source.rootKey());
        if (key.isEmpty()) {
            problems.add(Finding.error(
                    "root-key",
                    root.name(),
                    "has no column " + source.rootKey() + ": name the column that holds the key"));
        } else if (root.uniqueKeys().stream()
                .noneMatch(unique -> unique.identifying() && unique.columns().equals(List.of(source.rootKey())))) {
            problems.add(Finding.error(
                    "root-key",
                    new ColumnName(root.name(), source.rootKey()),
                    "is not a single-column primary or not-null unique key: an account key has to name one row"));
        }
        if (source.children() == PostgresSource.Children.UNDECLARED) {
            catalog.from(root.name()).stream()
                    .filter(ForeignKey::selfReference)
                    .forEach(self -> problems.add(Finding.error(
                            "root-references-itself",
                            self,
                            "there are accounts below accounts: say in root whether they go with the account above"
                                    + " (children: along) or are accounts of their own (children: apart)")));
        }
        return key;
    }

    private void node(TableName name) {
        catalog.table(name)
                .ifPresentOrElse(
                        table -> nodes.put(name, table),
                        () -> problems.add(Finding.error(
                                "table-missing",
                                name,
                                "is in the data map but not in the database: take it out of the map")));
    }

    private Set<TableName> parents(TableName table) {
        Set<TableName> parents = new TreeSet<>();
        for (ForeignKey key : catalog.from(table)) {
            if (nodes.containsKey(key.to()) && !key.selfReference()) {
                parents.add(key.to());
            }
        }
        return parents;
    }

    private Set<TableName> outliving(TableName table) {
        Set<TableName> all = parents(table);
        boolean along = source.children() == PostgresSource.Children.ALONG;
        if (along
                && source.owned().stream()
                        .anyMatch(owned -> owned.declared() && owned.table().equals(table))) {
            // Its declaration is asked for each account that goes.
            all.add(source.root());
        }
        for (TableName read : whereReads.getOrDefault(table, Set.of())) {
            if (nodes.containsKey(read) && !read.equals(table)) {
                all.add(read);
            }
        }
        return all;
    }

    /** Tables in a circle come together, every other one alone; each after what {@code before} says of it. */
    private List<List<Table>> groups(Function<TableName, Set<TableName>> before) {
        return Components.of(nodes.keySet(), before).stream()
                .map(group -> group.stream().map(nodes::get).toList())
                .toList();
    }

    private static List<List<Table>> reversed(List<List<Table>> order) {
        List<List<Table>> reversed = new ArrayList<>(order);
        Collections.reverse(reversed);
        return List.copyOf(reversed);
    }
}
