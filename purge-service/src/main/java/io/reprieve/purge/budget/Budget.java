package io.reprieve.purge.budget;

import io.reprieve.purge.policy.Policy;
import io.reprieve.purge.policy.PolicyInForce;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;

/**
 * How many keys one hand turns, and how many accounts are erased, in an hour and in a day. Counted from what is on record,
 * under a lock, so that calls side by side do not each find the last place free.
 */
@ApplicationScoped
public class Budget {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final BudgetRecord record;
    private final PolicyInForce policy;

    Budget(BudgetRecord record, PolicyInForce policy) {
        this.record = record;
        this.policy = policy;
    }

    /**
     * Before anything else is done for this person: is there room?
     *
     * @throws BudgetSpent when there is none
     */
    public void requireKey(String personId) {
        Policy.Budget limits = policy.now().budget();
        require(personId + " turned", "keys", limits.keysAnHour(), limits.keysADay(), record.keysOf(personId));
    }

    /** The same in the transaction that records the turn; no other turn of this person is recorded until it ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void takeKey(String personId) {
        record.lockKeysOf(personId);
        requireKey(personId);
    }

    /**
     * Before an erasure begins: is there room?
     *
     * @param accounts how many accounts there are
     * @throws BudgetSpent when there is none
     */
    public void requireErasure(long accounts) {
        Policy.Budget limits = policy.now().budget();
        require("", "erasures", limits.erasuresAnHour(), limits.erasuresADay(accounts), record.erasures());
    }

    /** The same in the transaction that moves to ERASING; no other move there ends before it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void takeErasure(long accounts) {
        record.lockErasures();
        requireErasure(accounts);
    }

    private static void require(String who, String what, int anHour, int aDay, BudgetRecord.Spent spent) {
        if (spent.inHour() >= anHour) {
            throw new BudgetSpent(
                    who,
                    what,
                    spent.inHour(),
                    anHour,
                    HOUR,
                    spent.oldestOfHour().plus(HOUR),
                    spent.now());
        }
        if (spent.inDay() >= aDay) {
            throw new BudgetSpent(
                    who, what, spent.inDay(), aDay, DAY, spent.oldestOfDay().plus(DAY), spent.now());
        }
    }
}
