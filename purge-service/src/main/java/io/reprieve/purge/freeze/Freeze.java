package io.reprieve.purge.freeze;

import io.reprieve.purge.database.Database;
import io.reprieve.purge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The global stop: set by one person, lifted by two. */
@ApplicationScoped
public class Freeze {
    static final int NEEDED_TO_LIFT = 2;
    private static final long LOCK = 0x667265657a65L;

    private final Database database;

    Freeze(Database database) {
        this.database = database;
    }

    /** A freeze that stands, and who has spoken for lifting it. */
    record Standing(int id, String reason, String setBy, Instant setAt, List<String> liftGiven) {}

    public boolean isOn() {
        return current().isPresent();
    }

    /**
     * Passes when there is none, and keeps one from being set until this transaction ends.
     *
     * @throws Frozen when there is one
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void requireNone() {
        database.one("SELECT pg_advisory_xact_lock_shared(?) IS NULL AS locked", row -> row.flag("locked"), LOCK);
        if (isOn()) {
            throw new Frozen();
        }
    }

    Optional<Standing> current() {
        return database.one("""
                SELECT f.*, (SELECT string_agg(l.person_id, ',' ORDER BY l.at) FROM freeze_lift l WHERE l.freeze_id = f.id)
                         AS given
                  FROM purge_freeze f WHERE f.lifted_at IS NULL
                """, Freeze::read);
    }

    /** @return whether this call set it; a freeze that stands already stays as it is */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean set(String reason, String personId) {
        lockExclusively();
        if (isOn()) {
            return false;
        }
        database.update("INSERT INTO purge_freeze (reason, set_by) VALUES (?, ?)", reason, personId);
        return true;
    }

    /** @return what stands after this person's word; empty when it was the one that lifted the freeze */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Standing> lift(int id, String reason, String personId) {
        lockExclusively();
        database.update(
                "INSERT INTO freeze_lift (freeze_id, person_id, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                id,
                personId,
                reason);
        database.update("""
                UPDATE purge_freeze SET lifted_at = clock_timestamp()
                 WHERE id = ? AND lifted_at IS NULL
                   AND (SELECT count(*) FROM freeze_lift l WHERE l.freeze_id = purge_freeze.id) >= ?
                """, id, NEEDED_TO_LIFT);
        return current();
    }

    /** Denials in so short a time; those from before the last freeze was lifted were looked into. */
    long denials(Duration within) {
        return database.one("""
                        SELECT count(*) AS denials FROM purge_history
                         WHERE to_state = 'DENIED' AND at > clock_timestamp() - make_interval(secs => ?)
                           AND at > coalesce((SELECT max(lifted_at) FROM purge_freeze), '-infinity')
                        """, row -> row.number("denials"), (double) within.toSeconds())
                .orElseThrow();
    }

    private void lockExclusively() {
        database.one("SELECT pg_advisory_xact_lock(?) IS NULL AS locked", row -> row.flag("locked"), LOCK);
    }

    private static Standing read(Row row) {
        String given = row.text("given");
        return new Standing(
                row.integer("id"),
                row.text("reason"),
                row.text("set_by"),
                row.instant("set_at"),
                given == null ? List.of() : List.of(given.split(",")));
    }
}
