package io.reprieve.backup.operation;

import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/** Operations in the database. */
@ApplicationScoped
public class OperationStore {

    private final DatabaseTime time;

    OperationStore(DatabaseTime time) {
        this.time = time;
    }

    /**
     * Inserts a running operation, in the caller's transaction.
     *
     * @param kind what will be done
     * @param subjectId the backup or restore it works on
     * @param accountId whose it is; null for a batch
     * @return the operation
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Operation begin(Operation.Kind kind, String subjectId, String accountId) {
        Instant now = time.now();
        Operation operation = new Operation();
        operation.id = Ids.next("op");
        operation.kind = kind;
        operation.state = Operation.State.RUNNING;
        operation.subjectId = subjectId;
        operation.accountId = accountId;
        operation.unit = "rows";
        operation.createdAt = now;
        operation.updatedAt = now;
        operation.persist();
        return operation;
    }

    /**
     * @param id of an operation
     * @return the operation
     * @throws Problem 404 when there is none
     */
    @Transactional
    public Operation get(String id) {
        return find(id).orElseThrow(() ->
                Problem.of(404, "operation-unknown", "No such operation", "There is no operation " + id + "."));
    }

    /**
     * @param id of an operation
     * @return the operation, if there is one
     */
    @Transactional
    public Optional<Operation> find(String id) {
        return Operation.findByIdOptional(id);
    }

    /**
     * @param subjectId a backup's or restore's id
     * @return its newest operation
     */
    @Transactional
    public Optional<Operation> newestOf(String subjectId) {
        return Operation.find("subjectId = ?1 order by createdAt desc, id desc", subjectId)
                .firstResultOptional();
    }

    /**
     * @param id of a running operation
     * @return where to tell how far it is
     */
    public WorkProgress progress(String id) {
        return new WorkProgress(this, id);
    }

    /**
     * Has work that was given up go on, in the caller's transaction: what was taken for failed turned out to have happened.
     *
     * @param id of a failed operation
     * @return the operation, running
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Operation reopened(String id) {
        Operation operation = Operation.findById(id);
        operation.state = Operation.State.RUNNING;
        operation.problemCode = null;
        operation.problem = null;
        operation.tries = 0;
        operation.updatedAt = time.now();
        return operation;
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void progress(String id, long done, long total) {
        Operation.update(
                "done = ?1, total = ?2, updatedAt = ?3, startedAt = coalesce(startedAt, ?3) where id = ?4 and state = ?5",
                done,
                total,
                time.now(),
                id,
                Operation.State.RUNNING);
    }

    /** Counts a try that failed and will be followed by another. */
    @Transactional
    int failedTry(String id) {
        Operation.update("tries = tries + 1, updatedAt = ?1 where id = ?2", time.now(), id);
        Operation operation = Operation.findById(id);
        return operation.tries;
    }

    /**
     * Marks the operation as succeeded, in the caller's transaction.
     *
     * @param id of the operation
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void succeed(String id) {
        Operation.update(
                "state = ?1, done = case when total > done then total else done end, problemCode = null, problem = null,"
                        + " updatedAt = ?2 where id = ?3",
                Operation.State.SUCCEEDED,
                time.now(),
                id);
    }

    /**
     * Marks a running operation as failed, in the caller's transaction.
     *
     * @param id of the operation
     * @param failure why
     * @return whether it was running
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean fail(String id, WorkFailed failure) {
        return Operation.update(
                        "state = ?1, problemCode = ?2, problem = ?3, updatedAt = ?4 where id = ?5 and state = ?6",
                        Operation.State.FAILED,
                        failure.code(),
                        failure.getMessage(),
                        time.now(),
                        id,
                        Operation.State.RUNNING)
                == 1;
    }
}
