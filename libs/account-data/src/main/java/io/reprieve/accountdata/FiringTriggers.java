package io.reprieve.accountdata;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Works out which triggers an erasure or a restore would fire.
 *
 * @param catalog the live catalog
 * @param owned the root and the owned tables, whose rows are deleted and inserted
 * @param unlink columns of shared tables that are set null and set again
 * @param replicationRole whether triggers for that role may fire as well
 */
record FiringTriggers(Catalog catalog, Set<TableName> owned, Collection<ColumnName> unlink, boolean replicationRole) {

    static final String ERASURE = "in an erasure";

    /** Those among them that would fire, by name, and by which write. */
    Map<Trigger, List<String>> of(List<Trigger> triggers) {
        Map<Trigger, List<String>> fired =
                new TreeMap<>(Comparator.comparing(trigger -> trigger.name().toString()));
        for (Trigger trigger : triggers) {
            List<String> by = by(trigger);
            if (!by.isEmpty()) {
                fired.put(trigger, by);
            }
        }
        return fired;
    }

    /** The writes that would fire it, in words; empty when none would. */
    List<String> by(Trigger trigger) {
        List<String> by = new ArrayList<>();
        // Partitions are written through the table they are part of, whose statements fire no partition's own.
        boolean written = owned.contains(trigger.root()) && (trigger.eachRow() || !trigger.ofPartition());
        if (trigger.enabled() == 'D' || trigger.enabled() == 'R' && !replicationRole) {
            return by;
        }
        if (written && trigger.on("delete")) {
            by.add(ERASURE + " (delete)");
        }
        if (written && trigger.on("update")) {
            setByKeys(trigger).ifPresent(key -> by.add(ERASURE + " (update, by " + key + ")"));
        }
        if (written && trigger.on("insert")) {
            by.add("in a restore (insert)");
        }
        if (trigger.on("update") && unlinks(trigger)) {
            by.add(ERASURE + " and in a restore (update, of the columns under 'unlink')");
        }
        return by;
    }

    /** A key between owned tables that sets columns null or to their default when what it refers to is deleted. */
    private Optional<ForeignKey> setByKeys(Trigger trigger) {
        return catalog.from(trigger.root()).stream()
                .filter(key -> owned.contains(key.to()) && (key.onDelete() == 'n' || key.onDelete() == 'd'))
                .filter(key -> meets(trigger, key.columns()))
                .findFirst();
    }

    private boolean unlinks(Trigger trigger) {
        return unlink.stream()
                .anyMatch(column -> column.table().equals(trigger.root())
                        && meets(trigger, List.of(column.column()))
                        && (trigger.eachRow() || !trigger.ofPartition()));
    }

    private static boolean meets(Trigger trigger, List<String> columns) {
        return trigger.updated().isEmpty() || trigger.updated().stream().anyMatch(columns::contains);
    }
}
