package io.reprieve.backup.restore;

import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans and restores in the database. */
@ApplicationScoped
public class RestoreStore {

    private static final String UNDER_WAY = "accountId = ?1 and state in ('RUNNING', 'COMMITTED')";

    private final DatabaseTime time;

    RestoreStore(DatabaseTime time) {
        this.time = time;
    }

    /**
     * @param id of a plan
     * @return the plan
     * @throws Problem 404 when there is none
     */
    @Transactional
    public SavedPlan plan(String id) {
        SavedPlan plan = SavedPlan.findById(id);
        if (plan == null) {
            throw Problem.of(404, "plan-unknown", "No such plan", "There is no restore plan " + id + ".");
        }
        return plan;
    }

    /**
     * @param id of a restore
     * @return the restore
     * @throws Problem 404 when there is none
     */
    @Transactional
    public Restore get(String id) {
        Restore restore = Restore.findById(id);
        if (restore == null) {
            throw Problem.of(404, "restore-unknown", "No such restore", "There is no restore " + id + ".");
        }
        return restore;
    }

    /**
     * @param operationId of a restore
     * @return the restore
     */
    @Transactional
    public Restore ofOperation(String operationId) {
        return Restore.find("operationId", operationId).singleResult();
    }

    /** The plan that was seen; empty for one that runs whatever plan is clean. */
    @Transactional
    Optional<SavedPlan> seen(Restore restore) {
        return restore.planId == null ? Optional.empty() : Optional.of(plan(restore.planId));
    }

    /** How much of the account. */
    RestoreScope scope(Restore restore) {
        return seen(restore).map(SavedPlan::scope).orElse(RestoreScope.WHOLE);
    }

    /** Said before anything lies there, so that it is dropped in time whatever becomes of the restore. */
    @Transactional
    void laysBeside(String id, String name, String bucket, Duration kept) {
        Restore restore = Restore.findById(id, LockModeType.PESSIMISTIC_WRITE);
        restore.besideSchema = name;
        restore.besideBucket = bucket;
        restore.besideUntil = time.now().plus(kept);
    }

    /** Restored beside the product, and kept for so long. */
    @Transactional(Transactional.TxType.MANDATORY)
    void beside(String id, Duration kept, long rows, int objects, String digest) {
        Restore restore = Restore.findById(id, LockModeType.PESSIMISTIC_WRITE);
        restore.committedAt = time.now();
        restore.besideUntil = restore.committedAt.plus(kept);
        restore.tableRows = rows;
        restore.objects = objects;
        restore.digest = digest;
    }

    /** What lies beside the product and is kept no longer. */
    @Transactional
    List<Restore> besideOverdue() {
        return Restore.list(
                "besideSchema is not null and besideDroppedAt is null and besideUntil < ?1 and state <> 'RUNNING'",
                time.now());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void dropped(String id) {
        Restore.update("besideDroppedAt = ?1 where id = ?2", time.now(), id);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Restore> underWay(String accountId) {
        return Restore.find(UNDER_WAY, accountId).firstResultOptional();
    }

    /** The rows are live; takes over what the ledger row of that commit says. Again is the same as once. */
    @Transactional(Transactional.TxType.MANDATORY)
    Restore committed(String id, LedgerRow row, int objects) {
        Restore restore = Restore.findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (restore.state != Restore.State.SUCCEEDED && restore.state != Restore.State.SUPERSEDED) {
            // Even from FAILED: what the ledger says happened, did.
            restore.state = Restore.State.COMMITTED;
            restore.failureCode = null;
            restore.failureDetail = null;
            restore.tableRows = row.rows();
            restore.objects = objects;
            restore.digest = row.digest();
            restore.committedAt = row.at();
        }
        return restore;
    }

    /** Those that were given up in this time, by id. */
    @Transactional
    Set<String> failedWithin(Duration time) {
        return Restore.<Restore>list(
                        "state = ?1 and finishedAt > ?2",
                        Restore.State.FAILED,
                        this.time.now().minus(time))
                .stream()
                .map(restore -> restore.id)
                .collect(Collectors.toSet());
    }

    /** The ledger has its row after all: it is under way again. */
    @Transactional(Transactional.TxType.MANDATORY)
    Restore reopened(String id) {
        Restore restore = Restore.findById(id, LockModeType.PESSIMISTIC_WRITE);
        restore.state = Restore.State.RUNNING;
        restore.failureCode = null;
        restore.failureDetail = null;
        restore.finishedAt = null;
        return restore;
    }

    @Transactional
    void began(String id) {
        Restore.update("beganAt = ?1 where id = ?2 and beganAt is null", time.now(), id);
    }

    /** From now on it moves the objects itself: the plan's rows alone tell whether anybody else moved anything. */
    @Transactional
    void putsObjectsBack(String id, String rowsHash) {
        Restore.update("rowsHash = ?1 where id = ?2 and rowsHash is null", rowsHash, id);
    }

    @Transactional
    void putBack(String id, int objects) {
        Restore restore = Restore.findById(id, LockModeType.PESSIMISTIC_WRITE);
        // A try after a crash finds objects that the try before put back: they count once, for the first.
        restore.objectsPutBack = Math.max(objects, restore.objectsPutBack == null ? 0 : restore.objectsPutBack);
    }

    /** @param state SUCCEEDED or SUPERSEDED */
    @Transactional(Transactional.TxType.MANDATORY)
    void ended(String id, Restore.State state) {
        Restore restore = Restore.findById(id, LockModeType.PESSIMISTIC_WRITE);
        restore.state = state;
        restore.finishedAt = time.now();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    Restore failed(String id, WorkFailed failure) {
        Restore restore = Restore.findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (restore.state != Restore.State.RUNNING) {
            throw new IllegalStateException("restore " + id + " is " + restore.state + " and cannot fail any more");
        }
        restore.state = Restore.State.FAILED;
        restore.failureCode = failure.code();
        restore.failureDetail = failure.getMessage();
        restore.finishedAt = time.now();
        return restore;
    }

    /** Newest first, one more than the limit. */
    @Transactional
    List<Restore> list(String accountId, Optional<Cursor> after, int limit) {
        Instant before = after.map(c -> Instant.parse(c.part(0))).orElse(Instant.parse("9999-01-01T00:00:00Z"));
        String id = after.map(c -> c.part(1)).orElse("");
        String page = "(createdAt < ?1 or (createdAt = ?1 and id < ?2))";
        String order = " order by createdAt desc, id desc";
        return (accountId == null
                        ? Restore.<Restore>find(page + order, before, id)
                        : Restore.<Restore>find(page + " and accountId = ?3" + order, before, id, accountId))
                .page(0, limit + 1)
                .list();
    }
}
