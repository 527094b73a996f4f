package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The strongly connected components of a graph of tables, each after those it leads to (Tarjan, "Depth-first search and
 * linear graph algorithms", SIAM Journal on Computing 1972). The same graph always gives the same order.
 */
public final class Components {

    private final Function<TableName, Set<TableName>> edges;
    private final Map<TableName, Integer> number = new HashMap<>();
    private final Map<TableName, Integer> lowest = new HashMap<>();
    private final Deque<TableName> open = new ArrayDeque<>();
    private final List<List<TableName>> found = new ArrayList<>();

    private Components(Function<TableName, Set<TableName>> edges) {
        this.edges = edges;
    }

    /** @param edges per table, the tables it leads to; all of them among {@code tables} */
    public static List<List<TableName>> of(Collection<TableName> tables, Function<TableName, Set<TableName>> edges) {
        Components components = new Components(edges);
        for (TableName table : new TreeSet<>(tables)) {
            if (!components.number.containsKey(table)) {
                components.visit(table);
            }
        }
        return List.copyOf(components.found);
    }

    private void visit(TableName table) {
        number.put(table, number.size());
        lowest.put(table, number.get(table));
        open.push(table);
        for (TableName next : new TreeSet<>(edges.apply(table))) {
            if (!number.containsKey(next)) {
                visit(next);
                lowest.merge(table, lowest.get(next), Math::min);
            } else if (open.contains(next)) {
                lowest.merge(table, number.get(next), Math::min);
            }
        }
        if (lowest.get(table).equals(number.get(table))) {
            Set<TableName> component = new TreeSet<>();
            do {
                component.add(open.peek());
            } while (!open.pop().equals(table));
            found.add(List.copyOf(component));
        }
    }
}
