package io.reprieve.audit.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The right edge of a growing tree: the tiles of each level that are not full yet. All that is needed to add leaves and
 * to know the root. For one thread.
 */
public final class TreeEdge {
    private static final int TILE_BYTES = TileId.WIDTH * TreeHash.BYTES;

    private final List<byte[]> tiles = new ArrayList<>();
    private long size;

    private TreeEdge(long size) {
        this.size = size;
    }

    /** How many hashes the edge of a tree has at this level. */
    public static int width(int level, long treeSize) {
        return (int) (TileId.hashesAt(level, treeSize) % TileId.WIDTH);
    }

    /** How many levels of tiles a tree has. */
    public static int levels(long treeSize) {
        int levels = 0;
        while (TileId.hashesAt(levels, treeSize) > 0) {
            levels++;
        }
        return levels;
    }

    /**
     * The edge of the tree of this size.
     *
     * @param partials for each level, lowest first, the hashes of its last tile if that is not full, one behind the other
     */
    public static TreeEdge of(long size, List<byte[]> partials) {
        var edge = new TreeEdge(size);
        for (int level = 0; level < levels(size); level++) {
            byte[] hashes = partials.get(level);
            if (hashes.length != width(level, size) * TreeHash.BYTES) {
                throw new IllegalStateException("the tree of " + size + " entries lacks hashes of level " + level + ": "
                        + hashes.length / TreeHash.BYTES + " instead of " + width(level, size));
            }
            byte[] tile = new byte[TILE_BYTES];
            System.arraycopy(hashes, 0, tile, 0, hashes.length);
            edge.tiles.add(tile);
        }
        return edge;
    }

    public static TreeEdge empty() {
        return new TreeEdge(0);
    }

    /** Adds a leaf and hands out every tile it makes full, lowest first. */
    public void add(byte[] leafHash, Consumer<Tile> full) {
        place(0, size++, leafHash, full);
    }

    private void place(int level, long index, byte[] hash, Consumer<Tile> full) {
        if (tiles.size() == level) {
            tiles.add(new byte[TILE_BYTES]);
        }
        byte[] tile = tiles.get(level);
        int at = (int) (index % TileId.WIDTH);
        System.arraycopy(hash, 0, tile, at * TreeHash.BYTES, TreeHash.BYTES);
        if (at == TileId.WIDTH - 1) {
            long above = index / TileId.WIDTH;
            byte[] root = TreeHash.subtree(tile, 0, TileId.WIDTH);
            full.accept(new Tile(new TileId(level, above), tile.clone(), root));
            place(level + 1, above, root, full);
        }
    }

    public long size() {
        return size;
    }

    public byte[] root() {
        byte[] root = null;
        for (int level = 0; level < tiles.size(); level++) {
            int width = width(level, size);
            for (int count = 1; count <= width; count <<= 1) {
                if ((width & count) != 0) {
                    byte[] left = TreeHash.subtree(tiles.get(level), width & -(count << 1), count);
                    root = root == null ? left : TreeHash.node(left, root);
                }
            }
        }
        return root == null ? TreeHash.empty() : root;
    }
}
