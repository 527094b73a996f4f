package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Holds one key's archived history against its live one. Version ids and times are new after a restore, so that versions are
 * recognised by what they hold, in their order from the oldest: what is live and begins the archived history is a history put
 * back in part, and is completed. Delete markers that the archive does not know may stand between, for they hold nothing.
 */
final class KeyHistory {

    /**
     * What becomes of a key.
     *
     * @param put what is to be added on top, in this order
     * @param equal what is there
     * @param conflict everything of a key whose live content is another
     * @param continues whether nothing but older archived versions is live: {@code put} then makes the two the same
     * @param differs whether the current state is the archive's, but what lies below it is not
     */
    record Outcome(
            List<ObjectEntry> put,
            List<ObjectEntry> equal,
            List<ObjectEntry> conflict,
            boolean continues,
            boolean differs) {}

    private final List<ObjectEntry> archived;
    private final List<ObjectVersion> live;
    private final BiPredicate<ObjectEntry, ObjectVersion> same;

    private KeyHistory(
            List<ObjectEntry> archived, List<ObjectVersion> live, BiPredicate<ObjectEntry, ObjectVersion> same) {
        this.archived = archived;
        this.live = live;
        this.same = same;
    }

    /**
     * Compares.
     *
     * @param archived of one key, oldest first, not empty
     * @param live of the same key, oldest first
     * @param same whether a live version holds what the archived one held
     */
    static Outcome compare(
            List<ObjectEntry> archived, List<ObjectVersion> live, BiPredicate<ObjectEntry, ObjectVersion> same) {
        return new KeyHistory(archived, live, same).outcome();
    }

    private Outcome outcome() {
        int found = 0;
        boolean markersBetween = false;
        boolean hidden = false;
        for (ObjectVersion version : live) {
            if (found < archived.size() && same(archived.get(found), version)) {
                found++;
                hidden = false;
            } else if (version.deleteMarker()) {
                markersBetween = true;
                hidden = true;
            } else if (found == archived.size() && same(newest(), version)) {
                hidden = false;
            } else {
                return diverged();
            }
        }
        List<ObjectEntry> put = new ArrayList<>(archived.subList(found, archived.size()));
        if (put.isEmpty() && hidden && !newest().deleteMarker()) {
            put.add(newest());
        }
        List<ObjectEntry> equal = archived.subList(0, archived.size() - put.size());
        return new Outcome(put, equal, List.of(), !markersBetween, markersBetween);
    }

    /** Something else lies between. What is current decides; below it nothing can be put in order any more. */
    private Outcome diverged() {
        ObjectVersion current = live.get(live.size() - 1);
        if (current.deleteMarker()) {
            List<ObjectEntry> put = newest().deleteMarker() ? List.of() : List.of(newest());
            return new Outcome(put, archived.subList(0, archived.size() - put.size()), List.of(), false, true);
        }
        return same(newest(), current)
                ? new Outcome(List.of(), archived, List.of(), false, true)
                : new Outcome(List.of(), List.of(), archived, false, true);
    }

    private ObjectEntry newest() {
        return archived.get(archived.size() - 1);
    }

    private boolean same(ObjectEntry entry, ObjectVersion version) {
        return entry.deleteMarker() == version.deleteMarker() && (entry.deleteMarker() || same.test(entry, version));
    }
}
