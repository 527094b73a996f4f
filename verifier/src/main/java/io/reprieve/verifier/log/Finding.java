package io.reprieve.verifier.log;

/**
 * Something that is not as it should be.
 *
 * @param index the first entry it may be about
 * @param entries how many from there on it may be about: 1 when it is known to be that one
 */
record Finding(long index, long entries, String message) {
    static Finding at(long index, String message) {
        return new Finding(index, 1, message);
    }

    private boolean holds(Finding other) {
        return other.index >= index && other.index < index + entries;
    }

    /** The one that tells more of what comes first. */
    static Finding first(Finding one, Finding other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one.entries > 1 && one.holds(other)) {
            return other;
        }
        if (other.entries > 1 && other.holds(one)) {
            return one;
        }
        return other.index < one.index ? other : one;
    }
}
