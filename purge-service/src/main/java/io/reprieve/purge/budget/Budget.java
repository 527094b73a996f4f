package io.reprieve.purge.budget;

import io.reprieve.purge.database.Database;
import io.reprieve.purge.database.Row;
import io.reprieve.purge.policy.Policy;
import io.reprieve.purge.policy.PolicyInForce;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;

/**
 * How many keys one hand turns, and how many accounts are erased, in an hour and in a day. Counted from what is on record,
 * under a lock, so that calls side by side do not each find the last place free.
 */
@ApplicationScoped
public class Budget {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long ERASURES = 0x62756467657445L;

    // Requests that were blocked at once count as well: a script that tries names is a script.
    private static final String KEYS = """
            SELECT created_at AS at FROM purge_request WHERE requester_person = ?
            UNION ALL SELECT at FROM request_turn WHERE person_id = ? AND round > 1
            UNION ALL SELECT at FROM approval WHERE person_id = ?
            """;
    private static final String ERASED = "SELECT at FROM purge_history WHERE to_state = 'ERASING'";

    private final Database database;
    private final PolicyInForce policy;

    Budget(Database database, PolicyInForce policy) {
        this.database = database;
        this.policy = policy;
    }

    /**
     * Before anything else is done for this person: is there room?
     *
     * @throws BudgetSpent when there is none
     */
    public void requireKey(String personId) {
        Policy.Budget limits = policy.now().budget();
        Object[] thrice = {personId, personId, personId};
        require(personId + " turned", "keys", limits.keysAnHour(), limits.keysADay(), KEYS, thrice);
    }

    /** The same in the transaction that records the turn; no other turn of this person is recorded until it ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void takeKey(String personId) {
        database.one(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0)) IS NULL AS locked",
                row -> row.flag("locked"),
                "budget of " + personId);
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
        require("", "erasures", limits.erasuresAnHour(), limits.erasuresADay(accounts), ERASED);
    }

    /** The same in the transaction that moves to ERASING; no other move there ends before it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void takeErasure(long accounts) {
        database.one("SELECT pg_advisory_xact_lock(?) IS NULL AS locked", row -> row.flag("locked"), ERASURES);
        requireErasure(accounts);
    }

    private record Spent(long inHour, long inDay, Instant oldestOfHour, Instant oldestOfDay, Instant now) {}

    private void require(String who, String what, int anHour, int aDay, String turns, Object... parameters) {
        Spent spent =
                database.one("""
                        SELECT count(*) FILTER (WHERE at > n.now - interval '1 hour') AS in_hour, count(at) AS in_day,
                               min(at) FILTER (WHERE at > n.now - interval '1 hour') AS oldest_of_hour,
                               min(at) AS oldest_of_day, n.now
                          FROM (SELECT clock_timestamp() AS now) n
                          LEFT JOIN (%s) t ON t.at > n.now - interval '1 day'
                         GROUP BY n.now
                        """.formatted(turns), Budget::read, parameters).orElseThrow();
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

    private static Spent read(Row row) {
        return new Spent(
                row.number("in_hour"),
                row.number("in_day"),
                row.instant("oldest_of_hour"),
                row.instant("oldest_of_day"),
                row.instant("now"));
    }
}
