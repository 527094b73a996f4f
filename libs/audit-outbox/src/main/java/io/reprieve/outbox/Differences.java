package io.reprieve.outbox;

import java.util.ArrayList;
import java.util.List;

/**
 * Where outbox and log differ, by event id; each list holds the first few.
 *
 * <p>{@code count} counts those that were found; past the first fifty of them nobody looked further.
 *
 * @param missing the log acknowledged them and holds nothing at their index
 * @param altered the log holds other bytes or another event at their index
 * @param unknown the log holds them as ours, the outbox does not
 * @param unacknowledged the log holds them, the relay has not learnt of it yet; no difference by itself
 */
record Differences(
        List<String> missing, List<String> altered, List<String> unknown, List<String> unacknowledged, long count) {

    /** Collects; the ids of one kind are bounded so that the event about them fits into the log. */
    static final class Collector {
        private static final int NAMED = 50;

        private final List<String> missing = new ArrayList<>();
        private final List<String> altered = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();
        private final List<String> unacknowledged = new ArrayList<>();
        private long count;

        /** Enough to know that something is wrong, and what to look for. */
        boolean isFull() {
            return count >= NAMED;
        }

        void missing(String id) {
            count++;
            name(missing, id);
        }

        void altered(String id) {
            count++;
            name(altered, id);
        }

        void unknown(String id) {
            count++;
            name(unknown, id);
        }

        void unacknowledged(String id) {
            name(unacknowledged, id);
        }

        Differences done() {
            return new Differences(
                    List.copyOf(missing),
                    List.copyOf(altered),
                    List.copyOf(unknown),
                    List.copyOf(unacknowledged),
                    count);
        }

        private static void name(List<String> ids, String id) {
            if (ids.size() < NAMED) {
                ids.add(id);
            }
        }
    }
}
