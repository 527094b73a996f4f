package io.reprieve.account.sweep;

import io.reprieve.account.Sql;
import io.reprieve.account.tombstone.Tombstone;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.report.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Which objects are to go, which have gone, and what else lay there. */
@ApplicationScoped
public class Sweeps {
    private static final String SWEEP =
            "SELECT s.*, t.purge_request_id FROM object_sweep s JOIN tombstone t USING (erasure_id)";

    private final Sql sql;
    private final SweepConfig config;

    Sweeps(Sql sql, SweepConfig config) {
        this.sql = sql;
        this.config = config;
    }

    /** Writes the manifest's pairs down for good, before the rows go. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void remember(String erasureId, List<ObjectVersion> objects) {
        sql.update(
                """
                INSERT INTO planned_object (erasure_id, object_key, version_id, size, place)
                SELECT ?, o.key, o.version, o.size, o.place
                FROM unnest(?::text[], ?::text[], ?::bigint[]) WITH ORDINALITY AS o (key, version, size, place)
                """,
                erasureId,
                objects.stream().map(ObjectVersion::key).toArray(String[]::new),
                objects.stream().map(ObjectVersion::versionId).toArray(String[]::new),
                objects.stream().map(ObjectVersion::size).toArray(Long[]::new));
    }

    /** The pairs of an erasure that did not happen. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void forget(String erasureId) {
        sql.update("DELETE FROM planned_object WHERE erasure_id = ?", erasureId);
    }

    /** The sweep becomes due after the grace. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void plan(Tombstone tombstone, String accountKey, long epoch) {
        sql.update("""
                INSERT INTO object_sweep (erasure_id, account_id, account_key, epoch, due_at)
                VALUES (?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?))
                """, tombstone.erasureId(), tombstone.accountId(), accountKey, epoch, (double)
                config.grace().toSeconds());
    }

    /** Sweeps whose grace is over. */
    List<Sweep> due() {
        return sql.list(
                Sweeps::sweep,
                SWEEP + " WHERE s.state = 'WAITING' AND s.due_at <= clock_timestamp() ORDER BY s.due_at");
    }

    /** The same sweep, if it is still waiting. */
    Optional<Sweep> waiting(String erasureId) {
        return sql.first(Sweeps::sweep, SWEEP + " WHERE s.erasure_id = ? AND s.state = 'WAITING'", erasureId);
    }

    /** Pairs not deleted yet, the newest of a key first: what is left is then the beginning of its history. */
    List<ObjectVersion> left(String erasureId, int limit) {
        return sql.list(
                Sweeps::object,
                "SELECT * FROM planned_object WHERE erasure_id = ? AND swept_at IS NULL ORDER BY object_key, place DESC LIMIT ?",
                erasureId,
                limit);
    }

    /** All pairs of the manifest. */
    List<ObjectVersion> planned(String erasureId) {
        return sql.list(
                Sweeps::object,
                "SELECT * FROM planned_object WHERE erasure_id = ? ORDER BY object_key, version_id",
                erasureId);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void swept(String erasureId, List<ObjectVersion> gone) {
        sql.update(
                """
                UPDATE planned_object p SET swept_at = clock_timestamp()
                FROM unnest(?::text[], ?::text[]) AS o (key, version)
                WHERE p.erasure_id = ? AND p.object_key = o.key AND p.version_id = o.version
                """,
                gone.stream().map(ObjectVersion::key).toArray(String[]::new),
                gone.stream().map(ObjectVersion::versionId).toArray(String[]::new),
                erasureId);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void done(String erasureId, List<Finding> findings) {
        for (var finding : findings) {
            sql.update(
                    "INSERT INTO sweep_finding (erasure_id, rule, subject, message) VALUES (?, ?, ?, ?)",
                    erasureId,
                    finding.rule(),
                    finding.subject(),
                    finding.message());
        }
        sql.update(
                "UPDATE object_sweep SET state = 'SWEPT', ended_at = clock_timestamp() WHERE erasure_id = ?",
                erasureId);
    }

    /** The account came back: nothing more of it is deleted. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void end(String accountId, String why) {
        sql.update("""
                UPDATE object_sweep SET state = 'ENDED', ended_at = clock_timestamp(), ended_why = ?
                WHERE account_id = ? AND state = 'WAITING'
                """, why, accountId);
    }

    private static Sweep sweep(ResultSet row) throws SQLException {
        return new Sweep(
                row.getString("erasure_id"),
                row.getString("purge_request_id"),
                row.getString("account_id"),
                row.getString("account_key"),
                row.getLong("epoch"));
    }

    private static ObjectVersion object(ResultSet row) throws SQLException {
        return ObjectVersion.named(
                row.getString("object_key"), row.getString("version_id"), row.getLong("size"), false);
    }
}
