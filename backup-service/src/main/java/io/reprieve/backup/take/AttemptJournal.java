package io.reprieve.backup.take;

import io.reprieve.backup.archive.Manifest.ObjectPart;
import io.reprieve.backup.vault.VaultParts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Records objects as they come to lie in the vault, some at a time: a crash costs those of the last moment. */
final class AttemptJournal implements Consumer<ObjectPart> {
    private static final int AT_ONCE = 8;
    private static final long PAUSE_NANOS = 500_000_000L;

    private final AttemptStore store;
    private final Attempt attempt;
    private final VaultParts parts;
    private final List<ObjectPart> pending = new ArrayList<>();
    private long writtenAt = System.nanoTime();

    AttemptJournal(AttemptStore store, Attempt attempt, VaultParts parts) {
        this.store = store;
        this.attempt = attempt;
        this.parts = parts;
    }

    @Override
    public synchronized void accept(ObjectPart object) {
        pending.add(object);
        if (pending.size() >= AT_ONCE || System.nanoTime() - writtenAt > PAUSE_NANOS) {
            store.objects(attempt, List.copyOf(pending), parts.everyLockKept());
            pending.clear();
            writtenAt = System.nanoTime();
        }
    }
}
