package io.reprieve.audit.tile;

import io.reprieve.audit.tree.TileId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where https://c2sp.org/tlog-tiles puts a tile or an entry bundle below its level: {@code x001/x234/067} for the
 * 1234067th, {@code .p/8} behind it for the first 8 of it.
 *
 * @param width hashes or entries: 256 of a full tile, 1 to 255 of a partial one
 */
public record TilePath(TileId id, int width) {
    private static final int HIGHEST_LEVEL = 63;
    private static final int THOUSAND = 1000;
    private static final Pattern LEVEL = Pattern.compile("0|[1-9][0-9]?");
    private static final Pattern PLACE =
            Pattern.compile("((?!x000/)(?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    /** Empty for what is not spelt as the specification spells it: each tile has one path. */
    static Optional<TilePath> of(String level, String place) {
        Matcher found = PLACE.matcher(place);
        if (!LEVEL.matcher(level).matches() || Integer.parseInt(level) > HIGHEST_LEVEL || !found.matches()) {
            return Optional.empty();
        }
        long index = Long.parseLong(found.group(1).replaceAll("[x/]", ""));
        int width = found.group(2) == null ? TileId.WIDTH : Integer.parseInt(found.group(2));
        if (found.group(2) != null && width >= TileId.WIDTH) {
            return Optional.empty();
        }
        return Optional.of(new TilePath(new TileId(Integer.parseInt(level), index), width));
    }

    /** The path of the tile below the log's address. */
    public String ofTile() {
        return "tile/" + id.level() + "/" + place();
    }

    /** The path of the bundle of a tile's entries below the log's address. */
    public String ofEntries() {
        return "tile/entries/" + place();
    }

    private String place() {
        StringBuilder digits = new StringBuilder(String.format("%03d", id.index() % THOUSAND));
        for (long rest = id.index() / THOUSAND; rest > 0; rest /= THOUSAND) {
            digits.insert(0, String.format("x%03d/", rest % THOUSAND));
        }
        return width == TileId.WIDTH ? digits.toString() : digits + ".p/" + width;
    }

    /** Whether a tree of this size has it. */
    boolean isIn(long treeSize) {
        return id.widthIn(treeSize) >= width;
    }

    /** Index of its first entry, for a bundle of entries. */
    public long firstEntry() {
        return id.index() * TileId.WIDTH;
    }
}
