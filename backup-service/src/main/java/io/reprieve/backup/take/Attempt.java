package io.reprieve.backup.take;

import io.reprieve.accountdata.order.ExportedRows;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.archive.WrappedKey;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at a backup, as far as it got: a folder in the vault and a data key. A crash is carried on from whatever is recorded here.
 *
 * @param backupId of the backup
 * @param name of its folder in the vault
 * @param run which process works on it; what an earlier one still does is refused
 * @param keys its data key, wrapped
 * @param locksKept whether the vault kept the lock of everything recorded so far
 * @param rows once every table lies in the vault
 * @param objects those that lie in the vault
 * @param sealed once its manifest lies in the vault
 */
record Attempt(
        String backupId,
        String name,
        int run,
        List<WrappedKey> keys,
        boolean locksKept,
        Optional<Rows> rows,
        List<Manifest.ObjectPart> objects,
        Optional<SealedManifest> sealed) {

    /**
     * All tables of one snapshot, in the vault.
     *
     * @param export what the engine said of them
     * @param parts where they lie
     * @param drift what was live and not accounted for when they were read
     */
    record Rows(ExportedRows export, List<Manifest.TablePart> parts, List<Manifest.Drift> drift) {}

    String archive() {
        return backupId + "/" + name;
    }

    /** Another process carries the attempt on: whatever this one did since counts for nothing. */
    static final class TakenOver extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TakenOver(String what) {
            super("another process has taken over " + what);
        }
    }
}
