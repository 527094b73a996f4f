package io.reprieve.verifier.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where an event does not fit the one before it in its aggregate, and which of the two is to blame. */
final class ChainBreaks {
    private static final int ENOUGH = 10_000;

    /**
     * @param suspect the entry before, whose hash is not the one that was named; the entry itself where there is none
     * @param at the entry that does not fit
     */
    private record Break(long suspect, long at, String message) {}

    private final List<Break> breaks = new ArrayList<>();

    void add(long suspect, long at, String message) {
        if (breaks.size() < ENOUGH) {
            breaks.add(new Break(suspect, at, message));
        }
    }

    /** The first there is, by the entry that does not fit. */
    Optional<Finding> first() {
        return breaks.stream().findFirst().map(first -> Finding.at(first.at(), first.message()));
    }

    /** The first among entries of which it is known that they are as they were signed. */
    Optional<Finding> before(long index) {
        return first().filter(first -> first.index() < index);
    }

    /** The one entry among these that fits neither what is before it nor what comes after; or else the first suspect. */
    Optional<Finding> among(long from, long to) {
        Set<Long> misfits = new HashSet<>();
        breaks.forEach(one -> misfits.add(one.at()));
        return breaks.stream()
                .filter(one -> one.suspect() >= from && one.suspect() < to && misfits.contains(one.suspect()))
                .findFirst()
                .or(() -> breaks.stream()
                        .filter(one -> one.suspect() >= from && one.suspect() < to)
                        .findFirst())
                .map(one -> Finding.at(one.suspect(), one.message()));
    }
}
