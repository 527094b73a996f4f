package io.reprieve.audit.tree;

/**
 * A full tile. It never changes again.
 *
 * @param hashes 256 hashes of 32 bytes, one behind the other
 * @param root the hash over them, which is one of the hashes of a tile of the level above
 */
public record Tile(TileId id, byte[] hashes, byte[] root) {}
