package io.reprieve.backup.drill;

import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Drills in the database. */
@ApplicationScoped
class DrillStore {

    /** Few rows say more about starting up than about a rate. */
    private static final long TELLING_ROWS = 1_000;

    private static final int REMEMBERED = 20;

    private final DatabaseTime time;

    DrillStore(DatabaseTime time) {
        this.time = time;
    }

    @Transactional
    Drill get(String id) {
        Drill drill = Drill.findById(id);
        if (drill == null) {
            throw Problem.of(404, "drill-unknown", "No such drill", "There is no drill " + id + ".");
        }
        return drill;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Drill> underWay(String accountId) {
        return Drill.find("accountId = ?1 and state = ?2", accountId, Drill.State.RUNNING)
                .firstResultOptional();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void succeeded(String id, double seconds) {
        Drill drill = Drill.findById(id, LockModeType.PESSIMISTIC_WRITE);
        drill.state = Drill.State.SUCCEEDED;
        drill.seconds = seconds;
        drill.finishedAt = time.now();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    Drill failed(String id, WorkFailed failure) {
        Drill drill = Drill.findById(id, LockModeType.PESSIMISTIC_WRITE);
        drill.state = Drill.State.FAILED;
        drill.failureCode = failure.code();
        drill.failureDetail = failure.getMessage();
        drill.finishedAt = time.now();
        return drill;
    }

    /** Accounts with a verified backup, those first whose last drill is longest ago or never was. */
    @Transactional
    List<String> longestWithout(int most) {
        return Drill.getEntityManager()
                .createQuery(
                        "select b.accountId from Backup b where b.state = 'VERIFIED' group by b.accountId order by"
                                + " (select max(d.createdAt) from Drill d where d.accountId = b.accountId) nulls first,"
                                + " b.accountId",
                        String.class)
                .setMaxResults(most)
                .getResultList();
    }

    /** Rows a second that restores of the last time reached, to the account's being active again; empty before any did. */
    @Transactional
    Optional<Double> restoreRate() {
        List<Object[]> last = Drill.getEntityManager()
                .createQuery(
                        "select r.tableRows, r.beganAt, r.finishedAt from Restore r where r.state = 'SUCCEEDED'"
                                + " and r.beganAt is not null and r.tableRows >= ?1 order by r.finishedAt desc",
                        Object[].class)
                .setParameter(1, TELLING_ROWS)
                .setMaxResults(REMEMBERED)
                .getResultList();
        double rows = 0;
        double seconds = 0;
        for (Object[] restore : last) {
            rows += (Long) restore[0];
            seconds += java.time.Duration.between((Instant) restore[1], (Instant) restore[2])
                            .toMillis()
                    / 1000.0;
        }
        return seconds > 0 ? Optional.of(rows / seconds) : Optional.empty();
    }

    /** Empty before any ended. */
    @Transactional
    Optional<Drill> newestEnded(String accountId) {
        return Drill.find("accountId = ?1 and state <> ?2 order by finishedAt desc", accountId, Drill.State.RUNNING)
                .firstResultOptional();
    }

    /** Newest first, one more than the limit. */
    @Transactional
    List<Drill> list(String accountId, Optional<Cursor> after, int limit) {
        Instant before = after.map(c -> Instant.parse(c.part(0))).orElse(Instant.parse("9999-01-01T00:00:00Z"));
        String id = after.map(c -> c.part(1)).orElse("");
        String page = "(createdAt < ?1 or (createdAt = ?1 and id < ?2))";
        String order = " order by createdAt desc, id desc";
        return (accountId == null
                        ? Drill.<Drill>find(page + order, before, id)
                        : Drill.<Drill>find(page + " and accountId = ?3" + order, before, id, accountId))
                .page(0, limit + 1)
                .list();
    }
}
