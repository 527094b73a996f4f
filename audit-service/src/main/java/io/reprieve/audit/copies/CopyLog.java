package io.reprieve.audit.copies;

import io.reprieve.audit.copies.CopyStore.Standing;
import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.TileStore;
import io.reprieve.audit.tile.BundleStore;
import io.reprieve.audit.tile.TilePath;
import io.reprieve.audit.tree.TileId;
import io.reprieve.audit.tree.TreeEdge;
import io.reprieve.audit.tree.TreeHash;
import io.reprieve.audit.witnessed.Cosignatures;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Copies what an old checkpoint covers: each full bundle and tile once, and from time to time the checkpoint itself with the
 * tiles that are not full, so that what lies in the vault is a log that verifies. Stopped anywhere, it goes on from there.
 */
@ApplicationScoped
class CopyLog {
    private final CopyStore store;
    private final BundleStore bundles;
    private final TileStore tiles;
    private final Cosignatures cosignatures;
    private final CopiesConfig config;

    CopyLog(CopyStore store, BundleStore bundles, TileStore tiles, Cosignatures cosignatures, CopiesConfig config) {
        this.store = store;
        this.bundles = bundles;
        this.tiles = tiles;
        this.cosignatures = cosignatures;
        this.config = config;
    }

    /**
     * Copies all that is old enough and not there yet; nothing while another replica is at it.
     *
     * @param name of the vault
     * @throws LogDamaged an entry does not hash to its tile, or another lies in the vault: nothing further is copied
     */
    void into(String name, LogVault vault) {
        Optional<Checkpoint> old = store.olderThan(config.after());
        if (old.isEmpty()) {
            return;
        }
        Optional<Standing> standing = store.claim(name, config.close());
        if (standing.isPresent()) {
            try {
                copy(name, vault, standing.get(), old.get());
            } finally {
                store.release(name);
            }
        }
    }

    private void copy(String name, LogVault vault, Standing standing, Checkpoint old) {
        long full = old.size() / TileId.WIDTH;
        for (long bundle = standing.copied() / TileId.WIDTH; bundle < full; bundle++) {
            copyEntries(vault, new TilePath(new TileId(0, bundle), TileId.WIDTH));
            copyTilesThatEndWith(vault, bundle);
            store.copied(name, (bundle + 1) * TileId.WIDTH);
        }
        if (standing.closingDue() && old.size() > standing.closed()) {
            close(vault, old);
            store.closed(name, old.size());
        }
    }

    private void copyEntries(LogVault vault, TilePath path) {
        List<byte[]> leaves = bundles.leaves(path.firstEntry(), path.width());
        var hashes = new ByteArrayOutputStream();
        leaves.forEach(leaf -> hashes.writeBytes(TreeHash.leaf(leaf)));
        if (!Arrays.equals(hashes.toByteArray(), tiles.hashes(path.id(), path.width()))) {
            throw new LogDamaged("the entries from " + path.firstEntry() + " on do not hash to their tile");
        }
        vault.putOnce(path.ofEntries(), BundleStore.bundle(leaves));
    }

    /** The tile of a bundle's hashes, and those above it that its last entry makes full. */
    private void copyTilesThatEndWith(LogVault vault, long bundle) {
        long index = bundle;
        int level = 0;
        do {
            copyTile(vault, new TilePath(new TileId(level, index), TileId.WIDTH));
            index = (index + 1) / TileId.WIDTH - 1;
            level++;
        } while ((bundle + 1) % (1L << 8 * level) == 0);
    }

    private void copyTile(LogVault vault, TilePath path) {
        vault.putOnce(path.ofTile(), tiles.hashes(path.id(), path.width()));
    }

    private void close(LogVault vault, Checkpoint checkpoint) {
        long size = checkpoint.size();
        for (int level = 0; level < TreeEdge.levels(size); level++) {
            int width = TreeEdge.width(level, size);
            if (width > 0) {
                TileId id = new TileId(level, (size >>> 8 * level) / TileId.WIDTH);
                TilePath path = new TilePath(id, width);
                if (level == 0) {
                    copyEntries(vault, path);
                }
                copyTile(vault, path);
            }
        }
        vault.put("checkpoint", cosignatures.cosigned(checkpoint).getBytes(StandardCharsets.UTF_8));
    }
}
