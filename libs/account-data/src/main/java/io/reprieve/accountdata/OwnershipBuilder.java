package io.reprieve.accountdata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Resolves {@link Ownership} and says what stands in its way. */
final class OwnershipBuilder {

    private final PostgresSource source;
    private final Catalog catalog;
    private final Map<TableName, Set<TableName>> whereReads;
    private final List<Finding> problems = new ArrayList<>();
    private final SortedMap<TableName, Table> nodes = new TreeMap<>();
    private final Map<TableName, List<ForeignKey>> paths = new HashMap<>();
    private final Map<TableName, List<ForeignKey>> trees = new HashMap<>();
    private final Map<TableName, Integer> depths = new HashMap<>();

    /**
     * @param whereReads per declared table, the tables its declaration reads (they are to outlive it in an erasure);
     *     empty where nothing will be erased
     */
    OwnershipBuilder(PostgresSource source, Catalog catalog, Map<TableName, Set<TableName>> whereReads) {
        this.source = source;
        this.catalog = catalog;
        this.whereReads = whereReads;
    }

    /** @throws AccountRefused naming everything in the way */
    Ownership build() {
        Optional<Column> key = collectNodes();
        if (!problems.isEmpty()) {
            throw new AccountRefused(problems);
        }
        List<Table> insertOrder = order(this::parents, "foreign keys");
        if (problems.isEmpty()) {
            insertOrder.forEach(this::findPaths);
        }
        List<Table> deleteOrder =
                problems.isEmpty() ? order(this::outliving, "foreign keys and declarations") : List.of();
        if (!problems.isEmpty()) {
            throw new AccountRefused(problems);
        }
        return new Ownership(
                source,
                catalog,
                nodes.get(source.root()),
                insertOrder,
                reversed(deleteOrder),
                Map.copyOf(paths),
                Map.copyOf(trees),
                catalog.types().untyped(key.orElseThrow().typeOid()));
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
        for (ForeignKey self : catalog.from(root.name())) {
            if (self.selfReference()) {
                problems.add(Finding.error(
                        "root-references-itself",
                        self,
                        "accounts below accounts are not handled yet; purge needs a root table without such a key"));
            }
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
        for (TableName read : whereReads.getOrDefault(table, Set.of())) {
            if (nodes.containsKey(read) && !read.equals(table)) {
                all.add(read);
            }
        }
        return all;
    }

    /** Depth-first, so that a cycle is met as a chain that can be named. */
    private List<Table> order(Function<TableName, Set<TableName>> before, String by) {
        Set<TableName> done = new LinkedHashSet<>();
        for (TableName table : nodes.keySet()) {
            if (!visit(table, before, done, new ArrayList<>(), by)) {
                return List.of();
            }
        }
        return done.stream().map(nodes::get).toList();
    }

    private boolean visit(
            TableName table,
            Function<TableName, Set<TableName>> before,
            Set<TableName> done,
            List<TableName> chain,
            String by) {
        if (done.contains(table)) {
            return true;
        }
        if (chain.contains(table)) {
            refuseCycle(chain.subList(chain.indexOf(table), chain.size()), by);
            return false;
        }
        chain.add(table);
        for (TableName first : before.apply(table)) {
            if (!visit(first, before, done, chain, by)) {
                return false;
            }
        }
        chain.remove(chain.size() - 1);
        done.add(table);
        return true;
    }

    private void refuseCycle(List<TableName> cycle, String by) {
        String keys = catalog.foreignKeys().stream()
                .filter(key -> cycle.contains(key.from()) && cycle.contains(key.to()) && !key.selfReference())
                .map(ForeignKey::toString)
                .collect(Collectors.joining("; "));
        problems.add(Finding.error(
                "cycle",
                cycle.stream().map(TableName::sql).collect(Collectors.joining(" -> ")),
                "these tables refer to each other in a circle by " + by + ", which cannot be put in order yet (" + keys
                        + "): move the link that closes the circle into a table of its own"));
    }

    private void findPaths(Table table) {
        TableName name = table.name();
        boolean declared =
                source.owned().stream().anyMatch(owned -> owned.table().equals(name) && owned.declared());
        if (name.equals(source.root()) || declared) {
            depths.put(name, 0);
            return;
        }
        List<ForeignKey> up = catalog.from(name).stream()
                .filter(key -> nodes.containsKey(key.to()) && !key.selfReference())
                .sorted(Comparator.comparing((ForeignKey key) -> depths.getOrDefault(key.to(), 0))
                        .thenComparing(ForeignKey::name))
                .toList();
        Optional<ForeignKey> total = up.stream().filter(ForeignKey::total).findFirst();
        List<ForeignKey> found = total.map(List::of).orElse(up);
        if (found.isEmpty()) {
            problems.add(Finding.error(
                    "no-path",
                    name,
                    "is listed as owned, but no foreign key leads from it to the root: say how it belongs with 'where',"
                            + " or list it as shared or ignored"));
            return;
        }
        paths.put(name, found);
        trees.put(
                name,
                total.isPresent()
                        ? List.of()
                        : catalog.from(name).stream()
                                .filter(ForeignKey::selfReference)
                                .toList());
        depths.put(name, 1 + depths.getOrDefault(found.get(0).to(), 0));
    }

    private static List<Table> reversed(List<Table> order) {
        List<Table> reversed = new ArrayList<>(order);
        Collections.reverse(reversed);
        return List.copyOf(reversed);
    }
}
