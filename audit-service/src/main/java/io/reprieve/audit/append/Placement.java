package io.reprieve.audit.append;

import io.reprieve.audit.log.Entry;
import io.reprieve.audit.log.LogTransaction.Held;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives each event of some calls its place: the one it has already, or the next. */
final class Placement {
    /** What became of one call: the places of its events, or the id that it reused. */
    sealed interface Placed {
        record Taken(List<Appended.Item> items, int added) implements Placed {}

        record Refused(String reusedId) implements Placed {}
    }

    private final long size;
    private final Map<String, Held> held;
    private final List<Entry> added = new ArrayList<>();

    Placement(long size, Map<String, Held> held) {
        this.size = size;
        this.held = new HashMap<>(held);
    }

    Placed place(List<Entry> call) {
        Map<String, Held> known = new HashMap<>();
        List<Entry> fresh = new ArrayList<>();
        List<Appended.Item> items = new ArrayList<>();
        for (Entry entry : call) {
            Held before = known.getOrDefault(entry.id(), held.get(entry.id()));
            if (before == null) {
                before = new Held(size + added.size() + fresh.size(), entry.leafHash());
                known.put(entry.id(), before);
                fresh.add(entry);
            } else if (!Arrays.equals(before.leafHash(), entry.leafHash())) {
                return new Placed.Refused(entry.id());
            }
            items.add(new Appended.Item(entry, before.index()));
        }
        held.putAll(known);
        added.addAll(fresh);
        return new Placed.Taken(items, fresh.size());
    }

    /** The events that are new, in their order. */
    List<Entry> added() {
        return added;
    }
}
