package io.reprieve.verifier.log;

import io.reprieve.verifier.NotProved;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The tiles and entry bundles of a tree of one size. */
final class Tiles {
    private static final int HASH = 32;

    private final LogSource source;
    private final long size;

    Tiles(LogSource source, long size) {
        this.source = source;
        this.size = size;
    }

    long size() {
        return size;
    }

    /** How many bundles hold the entries. */
    long bundles() {
        return (size + TileName.FULL - 1) / TileName.FULL;
    }

    /** The hashes of a tile. */
    List<byte[]> hashes(int level, long index) throws IOException, NotProved {
        TileName name = TileName.in(size, level, index);
        byte[] bytes = tile(name);
        if (bytes.length != name.width() * HASH) {
            throw new Damaged(firstEntry(name), name + " is no tile of " + name.width() + " hashes");
        }
        List<byte[]> hashes = new ArrayList<>(name.width());
        for (int at = 0; at < name.width(); at++) {
            hashes.add(Arrays.copyOfRange(bytes, at * HASH, (at + 1) * HASH));
        }
        return hashes;
    }

    /**
     * What a bundle holds.
     *
     * @param entries as many as can be read, at most those it should hold
     * @param damage why they are not those it should hold; null when they are
     */
    record Bundle(List<byte[]> entries, Finding damage) {}

    /** The entries of a bundle: each after its length in two bytes. */
    Bundle entries(long index) throws IOException, NotProved {
        TileName name = TileName.in(size, TileName.ENTRIES, index);
        Optional<byte[]> exactly = source.file(name.path());
        byte[] bytes = exactly.isPresent() ? exactly.get() : full(name);
        List<byte[]> entries = new ArrayList<>(name.width());
        int at = 0;
        while (entries.size() < name.width()) {
            int length = at + 2 > bytes.length ? bytes.length : (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
            if (at + 2 + length > bytes.length) {
                return new Bundle(entries, Finding.at(firstEntry(name) + entries.size(), name + " ends too soon"));
            }
            entries.add(Arrays.copyOfRange(bytes, at + 2, at + 2 + length));
            at += 2 + length;
        }
        boolean longer = exactly.isPresent() && at != bytes.length;
        return new Bundle(
                entries,
                longer ? Finding.at(firstEntry(name) + name.width(), name + " goes on after its last entry") : null);
    }

    private byte[] tile(TileName name) throws IOException, NotProved {
        Optional<byte[]> exactly = source.file(name.path());
        return exactly.isPresent() ? exactly.get() : Arrays.copyOf(full(name), name.width() * HASH);
    }

    // It serves as well, where the partial one is gone: it begins with the same.
    private byte[] full(TileName name) throws IOException, NotProved {
        return (name.width() < TileName.FULL ? source.file(name.full().path()) : Optional.<byte[]>empty())
                .orElseThrow(() -> new Damaged(firstEntry(name), name + " is missing"));
    }

    /** The first entry that a tile's hashes are of. */
    static long firstEntry(TileName name) {
        return name.index() * TileName.FULL << 8 * Math.max(name.level(), 0);
    }

    /** Something that is not there, or not what it should be, at an entry. */
    static final class Damaged extends NotProved {
        private static final long serialVersionUID = 1L;

        private final long index;

        Damaged(long index, String message) {
            super(message);
            this.index = index;
        }

        long index() {
            return index;
        }
    }
}
