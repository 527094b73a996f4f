package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.compare.RowDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * A key whose current object differs between two sides. A delete marker counts as no object.
 *
 * @param key of the object
 * @param verdict how
 * @param here its current version here; null where there is none
 * @param there likewise
 */
public record ObjectDifference(String key, RowDifference.Verdict verdict, State here, State there) {

    /**
     * An object as it is current on one side.
     *
     * @param key of the object
     * @param versionId its version
     * @param size bytes
     * @param sha256 hex; null where it is live, and nobody has read it
     * @param contentType null where it is live
     * @param deleteMarker whether it is a marker
     * @param etag as the live store gives it; null for an archived one
     */
    public record State(
            String key,
            String versionId,
            long size,
            String sha256,
            String contentType,
            boolean deleteMarker,
            String etag) {

        static State of(ObjectVersion live) {
            return new State(live.key(), live.versionId(), live.size(), null, null, live.deleteMarker(), live.etag());
        }

        static State of(ObjectEntry archived) {
            return new State(
                    archived.key(),
                    archived.versionId(),
                    archived.size(),
                    archived.sha256(),
                    archived.contentType(),
                    archived.deleteMarker(),
                    null);
        }

        ObjectVersion version() {
            return new ObjectVersion(key, versionId, size, etag, null, deleteMarker);
        }
    }

    /** Between two archives: bytes, type, headers, metadata, tags and storage class. */
    public static List<ObjectDifference> between(List<ObjectEntry> here, List<ObjectEntry> there) {
        Map<String, ObjectEntry> others = current(there);
        return between(
                here,
                others.values().stream().map(State::of).toList(),
                (entry, state) -> alike(entry, others.get(entry.key())));
    }

    static List<ObjectDifference> between(
            List<ObjectEntry> here, List<State> there, BiPredicate<ObjectEntry, State> same) {
        Map<String, ObjectEntry> ours = current(here);
        Map<String, State> theirs = new TreeMap<>();
        there.stream().filter(state -> !state.deleteMarker()).forEach(state -> theirs.put(state.key(), state));
        List<ObjectDifference> differences = new ArrayList<>();
        AFewAtOnce.each(ours.values(), entry -> difference(entry, theirs.get(entry.key()), same), done -> {})
                .forEach(found -> found.ifPresent(differences::add));
        theirs.keySet().removeAll(ours.keySet());
        theirs.forEach((key, state) ->
                differences.add(new ObjectDifference(key, RowDifference.Verdict.ONLY_THERE, null, state)));
        return differences;
    }

    private static Optional<ObjectDifference> difference(
            ObjectEntry here, State there, BiPredicate<ObjectEntry, State> same) {
        if (there == null) {
            return Optional.of(new ObjectDifference(here.key(), RowDifference.Verdict.ONLY_HERE, State.of(here), null));
        }
        return same.test(here, there)
                ? Optional.empty()
                : Optional.of(new ObjectDifference(here.key(), RowDifference.Verdict.CHANGED, State.of(here), there));
    }

    /** Archives list a key's versions from the oldest on: the last one is current. */
    private static Map<String, ObjectEntry> current(List<ObjectEntry> entries) {
        Map<String, ObjectEntry> current = new LinkedHashMap<>();
        entries.forEach(entry -> current.put(entry.key(), entry));
        current.values().removeIf(ObjectEntry::deleteMarker);
        return current;
    }

    private static boolean alike(ObjectEntry one, ObjectEntry other) {
        return one.sha256().equals(other.sha256())
                && String.valueOf(one.contentType()).equals(String.valueOf(other.contentType()))
                && one.metadata().equals(other.metadata())
                && one.headers().equals(other.headers())
                && one.tags().equals(other.tags())
                && String.valueOf(one.storageClass()).equals(String.valueOf(other.storageClass()));
    }
}
