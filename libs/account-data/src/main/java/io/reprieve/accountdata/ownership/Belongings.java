package io.reprieve.accountdata.ownership;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Components;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Settles how each owned table belongs, outwards from the root, so that no table ever belongs through itself: first by keys
 * that every row has, the shortest chain winning; what has none belongs by reach.
 */
final class Belongings {

    private final PostgresSource source;
    private final Catalog catalog;
    private final SortedMap<TableName, Table> nodes;
    private final List<Finding> problems;
    private final Map<TableName, Belonging> settled = new LinkedHashMap<>();
    private final Map<TableName, Integer> depths = new HashMap<>();
    private final Set<TableName> unsettled;
    private int reaches;

    private Belongings(
            PostgresSource source, Catalog catalog, SortedMap<TableName, Table> nodes, List<Finding> problems) {
        this.source = source;
        this.catalog = catalog;
        this.nodes = nodes;
        this.problems = problems;
        this.unsettled = new TreeSet<>(nodes.keySet());
    }

    /** @param problems takes a finding for each table that nothing leads from to the root */
    static Map<TableName, Belonging> settle(
            PostgresSource source, Catalog catalog, SortedMap<TableName, Table> nodes, List<Finding> problems) {
        Belongings belongings = new Belongings(source, catalog, nodes, problems);
        belongings.settle();
        return Map.copyOf(belongings.settled);
    }

    private void settle() {
        settle(source.root(), root(), 0);
        source.owned().stream()
                .filter(owned -> owned.declared() && nodes.containsKey(owned.table()))
                .forEach(owned -> settle(owned.table(), new Belonging.Declared(owned.where()), 0));
        settleByTotalKeys();
        while (!unsettled.isEmpty()) {
            settleOrRefuse(Components.of(unsettled, this::unsettledParents).get(0));
            settleByTotalKeys();
        }
    }

    private Belonging root() {
        List<ForeignKey> below = catalog.from(source.root()).stream()
                .filter(ForeignKey::selfReference)
                .toList();
        return below.isEmpty() || source.children() != PostgresSource.Children.ALONG
                ? new Belonging.Root()
                : new Belonging.Reached(
                        new Belonging.Reach(reaches++, List.of(nodes.get(source.root())), List.of(), below));
    }

    private void settle(TableName table, Belonging belonging, int depth) {
        settled.put(table, belonging);
        depths.put(table, depth);
        unsettled.remove(table);
    }

    /** Breadth-first, a layer at a time: the shortest chain, equality before a period, then the key's name, decide. */
    private void settleByTotalKeys() {
        Map<TableName, ForeignKey> layer;
        do {
            layer = new LinkedHashMap<>();
            for (TableName table : unsettled) {
                Optional<ForeignKey> nearest = keysToSettled(table).stream()
                        .filter(ForeignKey::total)
                        .min(Comparator.comparing((ForeignKey key) -> depths.get(key.to()))
                                .thenComparing(ForeignKey::period)
                                .thenComparing(ForeignKey::name));
                if (nearest.isPresent()) {
                    layer.put(table, nearest.get());
                }
            }
            int shortest = layer.values().stream()
                    .mapToInt(key -> depths.get(key.to()))
                    .min()
                    .orElse(0);
            layer.values().removeIf(key -> depths.get(key.to()) > shortest);
            layer.forEach((table, key) -> settle(table, new Belonging.ThroughParent(key), shortest + 1));
        } while (!layer.isEmpty());
    }

    /** @param tables refer to no unsettled table but each other */
    private void settleOrRefuse(List<TableName> tables) {
        List<ForeignKey> starts = new ArrayList<>();
        List<ForeignKey> links = new ArrayList<>();
        for (TableName table : tables) {
            starts.addAll(keysToSettled(table));
            catalog.from(table).stream()
                    .filter(key -> tables.contains(key.to()))
                    .forEach(links::add);
        }
        if (starts.isEmpty()) {
            refuse(tables);
            return;
        }
        int depth =
                1 + starts.stream().mapToInt(key -> depths.get(key.to())).min().orElseThrow();
        Belonging belonging = starts.size() == 1 && links.isEmpty()
                ? new Belonging.ThroughParent(starts.get(0))
                : new Belonging.Reached(new Belonging.Reach(
                        reaches++, tables.stream().map(nodes::get).toList(), List.copyOf(starts), List.copyOf(links)));
        tables.forEach(table -> settle(table, belonging, depth));
    }

    private void refuse(List<TableName> tables) {
        String others = tables.size() == 1
                ? ""
                : " (it and " + tables.stream().map(TableName::sql).collect(Collectors.joining(", "))
                        + " refer only to each other)";
        for (TableName table : tables) {
            problems.add(Finding.error(
                    "no-path",
                    table,
                    "is listed as owned, but no foreign key leads from it to the root" + others
                            + ": say how it belongs with 'where', or list it as shared or ignored"));
            unsettled.remove(table);
        }
    }

    private List<ForeignKey> keysToSettled(TableName table) {
        return catalog.from(table).stream()
                .filter(key -> settled.containsKey(key.to()))
                .toList();
    }

    private Set<TableName> unsettledParents(TableName table) {
        return catalog.from(table).stream()
                .map(ForeignKey::to)
                .filter(unsettled::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
