package io.reprieve.audit.tree;

/**
 * Place of a tile, as https://c2sp.org/tlog-tiles counts them: the {@code index}-th of those whose 256 hashes stand for
 * 256^{@code level} entries each.
 */
public record TileId(int level, long index) {
    /** Hashes in a full tile. */
    public static final int WIDTH = 256;

    /** Levels of the tree between a tile's hashes and its root. */
    static final int HEIGHT = 8;

    /** How many hashes this tile has in a tree of this size: 0 to 256. */
    public int widthIn(long treeSize) {
        long hashes = hashesAt(level, treeSize) - index * WIDTH;
        return (int) Math.max(0, Math.min(WIDTH, hashes));
    }

    /** How many hashes all tiles of a level have together in a tree of this size. */
    static long hashesAt(int level, long treeSize) {
        return level * HEIGHT >= Long.SIZE ? 0 : treeSize >>> (level * HEIGHT);
    }

    /** The tile that holds, or whose hashes make, a complete subtree. */
    static TileId of(NodeId node) {
        int level = node.level() / HEIGHT;
        return new TileId(level, node.index() << (node.level() % HEIGHT) >>> HEIGHT);
    }
}
