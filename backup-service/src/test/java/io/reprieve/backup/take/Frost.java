package io.reprieve.backup.take;

import io.reprieve.backup.archive.Manifest.ObjectPart;
import io.reprieve.backup.archive.WrappedKey;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkProgress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stops whoever comes to a point first, right there, with nothing cleaned up, as {@code kill -9} would; and lets it go again later, as a
 * twin that was only slow.
 */
final class Frost {
    private final String point;
    private final AtomicBoolean struck = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch thawed = new CountDownLatch(1);

    Frost(String point) {
        this.point = point;
    }

    void awaitStop() throws InterruptedException {
        if (!stopped.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody came to " + point);
        }
    }

    boolean hasStruck() {
        return struck.get();
    }

    void thaw() {
        thawed.countDown();
    }

    private void at(String here) {
        if (point.equals(here) && struck.compareAndSet(false, true)) {
            stopped.countDown();
            try {
                thawed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Progress of the one that is to be stopped. */
    WorkProgress progress(OperationStore operations, String id) {
        return new WorkProgress(operations, id) {
            private int told;

            @Override
            public synchronized void reached(long units) {
                super.reached(units);
                at("told " + ++told);
            }
        };
    }

    /** The store, with points around each of its writes. */
    AttemptStore around(AttemptStore real) {
        return new AttemptStore(null) {
            @Override
            Attempt begin(String backupId, String name, List<WrappedKey> keys) {
                Attempt attempt = real.begin(backupId, name, keys);
                at("begun");
                return attempt;
            }

            @Override
            Optional<Attempt> takeOver(String backupId, int mostRuns, long youngerThanSeconds) {
                return real.takeOver(backupId, mostRuns, youngerThanSeconds);
            }

            @Override
            void rows(Attempt attempt, Attempt.Rows rows, boolean locksKept) {
                at("rows stored");
                real.rows(attempt, rows, locksKept);
                at("rows recorded");
            }

            @Override
            void objects(Attempt attempt, List<ObjectPart> objects, boolean locksKept) {
                at("objects stored");
                real.objects(attempt, objects, locksKept);
                at("objects recorded");
            }

            @Override
            void sealed(Attempt attempt, SealedManifest sealed, boolean locksKept) {
                at("manifest stored");
                real.sealed(attempt, sealed, locksKept);
                at("manifest recorded");
            }

            @Override
            void ended(Attempt attempt) {
                at("locks raised");
                real.ended(attempt);
            }

            @Override
            void forget(String backupId) {
                real.forget(backupId);
            }
        };
    }
}
