package io.reprieve.verifier.log;

import io.reprieve.verifier.Sha256;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Every aggregate's events by their numbers, each naming the hash of the one before it; so that a log that was signed
 * without an event, or with another, shows it.
 */
final class Chains {
    private record Last(long index, long seq, byte[] sha256) {}

    private final Map<String, Last> lasts = new HashMap<>();
    private final ChainBreaks breaks = new ChainBreaks();

    int aggregates() {
        return lasts.size();
    }

    /** The next event of its aggregate. @param sha256 of its bytes */
    void add(long index, EventFacts facts, byte[] sha256) {
        String aggregate = facts.aggregate();
        Last before = lasts.put(aggregate, new Last(index, facts.seq(), sha256));
        long expected = before == null ? 1 : before.seq() + 1;
        if (facts.seq() != expected) {
            breaks.add(index, index, aggregate + " goes from event " + (expected - 1) + " to " + facts.seq());
        } else if (before == null && facts.prev() != null) {
            breaks.add(index, index, aggregate + " begins with an event that names one before it");
        } else if (before != null && !names(facts.prev(), before.sha256())) {
            breaks.add(
                    before.index(),
                    index,
                    aggregate + " #" + facts.seq() + ", entry " + index + ", names another hash than that of entry "
                            + before.index() + " before it");
        }
    }

    ChainBreaks breaks() {
        return breaks;
    }

    private static boolean names(String prev, byte[] sha256) {
        try {
            return prev != null && Arrays.equals(HexFormat.of().parseHex(prev), sha256);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static byte[] sha256(byte[] entry) {
        return Sha256.digest().digest(entry);
    }
}
