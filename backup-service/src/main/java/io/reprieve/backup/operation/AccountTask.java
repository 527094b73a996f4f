package io.reprieve.backup.operation;

/** Something done for one account at a time that nobody waits for: queued by the clock, taken by any replica. */
public interface AccountTask {

    /** @return its name in the task table */
    String name();

    /**
     * Does it; called again after a failure or a crash, and given up for this time after as many tries as other work.
     *
     * @param accountId {@code acc_…}
     */
    void run(String accountId);
}
