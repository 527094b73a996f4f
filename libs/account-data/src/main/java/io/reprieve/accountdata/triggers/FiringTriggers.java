package io.reprieve.accountdata.triggers;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Trigger;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Works out which triggers an erasure or a restore would fire.
 *
 * @param catalog the live catalog
 * @param owned the root and the owned tables, whose rows are deleted and inserted
 * @param unlink columns of shared tables that are set null and set again
 * @param replicationRole whether triggers for that role may fire as well
 */
public record FiringTriggers(
        Catalog catalog, Set<TableName> owned, Collection<ColumnName> unlink, boolean replicationRole) {

    /** What an erasure or a restore writes. */
    public enum Write {
        DELETE,
        SET_BY_KEY,
        INSERT,
        UNLINK;

        public boolean inErasure() {
            return this != INSERT;
        }
    }

    /** Those among them that would fire, by name, and by which writes. */
    public Map<Trigger, Set<Write>> of(List<Trigger> triggers) {
        Map<Trigger, Set<Write>> fired =
                new TreeMap<>(Comparator.comparing(trigger -> trigger.name().toString()));
        for (Trigger trigger : triggers) {
            Set<Write> by = by(trigger);
            if (!by.isEmpty()) {
                fired.put(trigger, by);
            }
        }
        return fired;
    }

    /** The writes that would fire it; empty when none would. */
    public Set<Write> by(Trigger trigger) {
        Set<Write> by = EnumSet.noneOf(Write.class);
        // Partitions are written through the table they are part of, whose statements fire no partition's own.
        boolean written = owned.contains(trigger.root()) && (trigger.eachRow() || !trigger.ofPartition());
        if (trigger.enabled() == 'D' || trigger.enabled() == 'R' && !replicationRole) {
            return by;
        }
        if (written && trigger.on("delete")) {
            by.add(Write.DELETE);
        }
        if (written && trigger.on("update") && setByKeys(trigger).isPresent()) {
            by.add(Write.SET_BY_KEY);
        }
        if (written && trigger.on("insert")) {
            by.add(Write.INSERT);
        }
        if (trigger.on("update") && unlinks(trigger)) {
            by.add(Write.UNLINK);
        }
        return by;
    }

    /** What fires it, as the end of a sentence. */
    public String told(Trigger trigger) {
        return by(trigger).stream()
                .map(write -> switch (write) {
                    case DELETE -> "in an erasure (delete)";
                    case SET_BY_KEY ->
                        "in an erasure (update, by " + setByKeys(trigger).orElseThrow() + ")";
                    case INSERT -> "in a restore (insert)";
                    case UNLINK -> "in an erasure and in a restore (update, of the columns under 'unlink')";
                })
                .collect(Collectors.joining(" and "));
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
