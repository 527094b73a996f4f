package io.reprieve.backup.operation;

/**
 * One kind of long work. Any replica may be told to carry it on, at any time and more than once: after a crash, after a failure,
 * even beside a slow twin that was taken for dead.
 */
public interface LongWork {

    /** @return the operations this does */
    Operation.Kind kind();

    /**
     * Does the work, from wherever an earlier try left it, and marks the operation as succeeded in the transaction of its last fact.
     *
     * @param operation which one
     * @param progress told how far it is
     * @throws WorkFailed when no further try can help; anything else is tried again
     */
    void carryOn(Operation operation, WorkProgress progress);

    /**
     * Records the failure with the facts; called in the transaction that marks the operation as failed.
     *
     * @param operation which one
     * @param failure why
     */
    void failed(Operation operation, WorkFailed failure);

    /**
     * @param operation which one
     * @return false once the work may not be left undone, whatever fails: then it is tried for ever
     */
    boolean mayGiveUp(Operation operation);
}
