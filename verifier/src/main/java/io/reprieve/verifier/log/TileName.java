package io.reprieve.verifier.log;

/**
 * A tile or entry bundle, as https://c2sp.org/tlog-tiles names them.
 *
 * @param level of a tile, 0 that of the leaf hashes; {@link #ENTRIES} for a bundle
 * @param index within its level, from 0
 * @param width hashes or entries in it, at most {@link #FULL}
 */
record TileName(int level, long index, int width) {
    static final int FULL = 256;
    static final int ENTRIES = -1;
    private static final int LEVEL_BITS = 8;

    /** The one of a tree of this size; partial at its right edge. */
    static TileName in(long size, int level, long index) {
        long hashes = size >> (LEVEL_BITS * Math.max(level, 0));
        return new TileName(level, index, (int) Math.min(FULL, hashes - index * FULL));
    }

    TileName full() {
        return new TileName(level, index, FULL);
    }

    /** Below the log's address. */
    String path() {
        StringBuilder digits = new StringBuilder(String.format("%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            digits.insert(0, String.format("x%03d/", rest % 1000));
        }
        return "tile/" + (level == ENTRIES ? "entries" : level) + "/" + digits + (width == FULL ? "" : ".p/" + width);
    }

    @Override
    public String toString() {
        return path();
    }
}
