package io.reprieve.purge.budget;

import io.reprieve.purge.database.Database;
import io.reprieve.purge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** What was spent of the budgets, counted from what is on record, and the locks under which it is spent. */
@ApplicationScoped
class BudgetRecord {
    private static final long ERASURES = 0x62756467657445L;

    // Requests that were blocked at once count as well: a script that tries names is a script.
    private static final String KEYS = """
            SELECT created_at AS at FROM purge_request WHERE requester_person = ?
            UNION ALL SELECT at FROM request_turn WHERE person_id = ? AND round > 1
            UNION ALL SELECT at FROM approval WHERE person_id = ?
            """;
    private static final String ERASED = "SELECT at FROM purge_history WHERE to_state = 'ERASING'";

    private final Database database;

    BudgetRecord(Database database) {
        this.database = database;
    }

    /** @param oldestOfHour null when nothing was spent in it; {@code oldestOfDay} likewise */
    record Spent(long inHour, long inDay, Instant oldestOfHour, Instant oldestOfDay, Instant now) {}

    Spent keysOf(String personId) {
        return spent(KEYS, personId, personId, personId);
    }

    Spent erasures() {
        return spent(ERASED);
    }

    /** Until this transaction ends nobody else counts or spends this person's keys. */
    void lockKeysOf(String personId) {
        database.one(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0)) IS NULL AS locked",
                row -> row.flag("locked"),
                "budget of " + personId);
    }

    /** Until this transaction ends nobody else counts or spends erasures. */
    void lockErasures() {
        database.one("SELECT pg_advisory_xact_lock(?) IS NULL AS locked", row -> row.flag("locked"), ERASURES);
    }

    private Spent spent(String turns, Object... parameters) {
        return database.one("""
                SELECT count(*) FILTER (WHERE at > n.now - interval '1 hour') AS in_hour, count(at) AS in_day,
                       min(at) FILTER (WHERE at > n.now - interval '1 hour') AS oldest_of_hour,
                       min(at) AS oldest_of_day, n.now
                  FROM (SELECT clock_timestamp() AS now) n
                  LEFT JOIN (%s) t ON t.at > n.now - interval '1 day'
                 GROUP BY n.now
                """.formatted(turns), BudgetRecord::read, parameters)
                .orElseThrow();
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
