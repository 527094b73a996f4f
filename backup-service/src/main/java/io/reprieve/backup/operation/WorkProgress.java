package io.reprieve.backup.operation;

/** How far a piece of work is; written to the database at most twice a second. */
public class WorkProgress {

    private static final long PAUSE_NANOS = 500_000_000L;

    private final OperationStore store;
    private final String operationId;
    private long total;
    private long done;
    private long writtenAt;

    protected WorkProgress(OperationStore store, String operationId) {
        this.store = store;
        this.operationId = operationId;
    }

    /** @param units how many there will be, as far as is known */
    public void expect(long units) {
        total = units;
        write();
    }

    /** @param units how many are done by now */
    public void reached(long units) {
        done = Math.max(done, units);
        if (System.nanoTime() - writtenAt > PAUSE_NANOS) {
            write();
        }
    }

    /** @return how many are done by now */
    public long done() {
        return done;
    }

    private void write() {
        writtenAt = System.nanoTime();
        store.progress(operationId, done, Math.max(total, done));
    }
}
