package io.reprieve.audit.copies;

import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.LogDatabase;
import io.reprieve.audit.log.LogStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Optional;

/** The SQL of how far the log was copied; by the database's clock. */
@ApplicationScoped
class CopyStore {
    private static final Duration CLAIM = Duration.ofMinutes(2);
    private static final String CLAIMED = "INSERT INTO log_copy AS c (vault, claimed_until)"
            + " VALUES (?, clock_timestamp() + make_interval(secs => ?)) ON CONFLICT (vault) DO UPDATE"
            + " SET claimed_until = excluded.claimed_until WHERE c.claimed_until < clock_timestamp()"
            + " RETURNING copied, closed, closed_at < clock_timestamp() - make_interval(secs => ?)";
    private static final String OLD = "SELECT size, root, note, signed_at FROM log_checkpoint"
            + " WHERE signed_at <= clock_timestamp() - make_interval(secs => ?)"
            + " ORDER BY size DESC, number DESC LIMIT 1";

    /**
     * How far a vault is.
     *
     * @param copied entries that lie there in full bundles
     * @param closed size of the newest checkpoint there
     * @param closingDue whether that was put there long ago
     */
    record Standing(long copied, long closed, boolean closingDue) {}

    private final LogDatabase database;

    CopyStore(LogDatabase database) {
        this.database = database;
    }

    /** Claims the copying for this replica; empty while another has it. Dying, it loses the claim within minutes. */
    Optional<Standing> claim(String vault, Duration close) {
        return database.on(CLAIMED, claim -> {
            claim.setString(1, vault);
            claim.setDouble(2, CLAIM.toSeconds());
            claim.setDouble(3, close.toSeconds());
            try (ResultSet row = claim.executeQuery()) {
                return row.next()
                        ? Optional.of(new Standing(row.getLong(1), row.getLong(2), row.getBoolean(3)))
                        : Optional.empty();
            }
        });
    }

    /** So many entries lie there in full bundles; renews the claim. */
    void copied(String vault, long entries) {
        update(
                "UPDATE log_copy SET copied = greatest(copied, ?), claimed_until = clock_timestamp()"
                        + " + make_interval(secs => " + CLAIM.toSeconds() + ") WHERE vault = ?",
                vault,
                entries);
    }

    /** The checkpoint of this size lies there, with all it covers. */
    void closed(String vault, long size) {
        update("UPDATE log_copy SET closed = ?, closed_at = clock_timestamp() WHERE vault = ?", vault, size);
    }

    void release(String vault) {
        database.on("UPDATE log_copy SET claimed_until = '-infinity' WHERE vault = ?", release -> {
            release.setString(1, vault);
            return release.executeUpdate();
        });
    }

    /** How many entries lie there in full bundles. */
    long copied(String vault) {
        return database.on("SELECT copied FROM log_copy WHERE vault = ?", select -> {
            select.setString(1, vault);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        });
    }

    /** The newest checkpoint that is so old; empty when none is. */
    Optional<Checkpoint> olderThan(Duration age) {
        return database.on(OLD, select -> {
            select.setDouble(1, age.toMillis() / 1000.0);
            return LogStore.checkpoint(select);
        });
    }

    private void update(String sql, String vault, long number) {
        database.on(sql, update -> {
            update.setLong(1, number);
            update.setString(2, vault);
            return update.executeUpdate();
        });
    }
}
