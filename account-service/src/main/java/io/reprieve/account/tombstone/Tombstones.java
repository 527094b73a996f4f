package io.reprieve.account.tombstone;

import io.reprieve.account.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tombstones; rows are only ever added. */
@ApplicationScoped
public class Tombstones {
    private final Sql sql;

    Tombstones(Sql sql) {
        this.sql = sql;
    }

    /** The tombstone of a purge. */
    public Optional<Tombstone> find(String purgeRequestId) {
        return sql.first(Tombstones::tombstone, "SELECT * FROM tombstone WHERE purge_request_id = ?", purgeRequestId);
    }

    /** The erasures that have their tombstone. */
    Set<String> erasureIds() {
        return Set.copyOf(sql.list(row -> row.getString(1), "SELECT erasure_id FROM tombstone"));
    }

    /** Newest first; null means any. */
    List<Tombstone> list(String purgeRequestId, String accountId, String before, int limit) {
        return sql.list(
                Tombstones::tombstone,
                """
                SELECT * FROM tombstone
                WHERE (?::text IS NULL OR purge_request_id = ?) AND (?::text IS NULL OR account_id = ?)
                  AND (?::text IS NULL OR id < ?)
                ORDER BY id DESC LIMIT ?
                """,
                purgeRequestId,
                purgeRequestId,
                accountId,
                accountId,
                before,
                before,
                limit);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void add(Tombstone tombstone) {
        sql.update(
                """
                INSERT INTO tombstone (id, account_id, purge_request_id, erasure_id, epoch, erased_at, rows, objects,
                                       digest, backup_id, event_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                tombstone.id(),
                tombstone.accountId(),
                tombstone.purgeRequestId(),
                tombstone.erasureId(),
                tombstone.epoch(),
                tombstone.erasedAt(),
                tombstone.rows(),
                tombstone.objects(),
                tombstone.digest(),
                tombstone.backupId(),
                tombstone.eventId());
    }

    private static Tombstone tombstone(ResultSet row) throws SQLException {
        return new Tombstone(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("purge_request_id"),
                row.getString("erasure_id"),
                row.getLong("epoch"),
                Sql.instant(row, "erased_at"),
                row.getLong("rows"),
                row.getLong("objects"),
                row.getString("digest"),
                row.getString("backup_id"),
                row.getString("event_id"));
    }
}
