package io.reprieve.purge.execution;

import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The backups taken for a purge: one a round. */
@ApplicationScoped
public class RoundStore {
    private final Database database;

    RoundStore(Database database) {
        this.database = database;
    }

    /**
     * @param receipt null until the backup is verified
     * @param failure null unless it failed; a failed round needs a release
     * @param startedAt when its backup was first wanted
     */
    public record Round(
            int number, String cause, String operationId, Receipt receipt, String failure, Instant startedAt) {}

    public Optional<Round> find(String purgeId, int round) {
        return database.one(
                "SELECT * FROM purge_round WHERE purge_id = ? AND round = ?", RoundStore::read, purgeId, round);
    }

    Round open(String purgeId, int round, String cause) {
        database.update(
                "INSERT INTO purge_round (purge_id, round, cause) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                purgeId,
                round,
                cause);
        return find(purgeId, round).orElseThrow();
    }

    void operation(String purgeId, int round, String operationId) {
        database.update(
                "UPDATE purge_round SET operation_id = ? WHERE purge_id = ? AND round = ?",
                operationId,
                purgeId,
                round);
    }

    /** Also for a fresher receipt of the same backup. */
    void verified(String purgeId, int round, Receipt receipt) {
        database.update("""
                UPDATE purge_round
                   SET backup_id = ?, receipt = ?, claims = ?, verified_at = coalesce(verified_at, clock_timestamp())
                 WHERE purge_id = ? AND round = ?
                """, receipt.backupId(), receipt.compact(), receipt.claims(), purgeId, round);
    }

    void failed(String purgeId, int round, String failure) {
        database.update("UPDATE purge_round SET failure = ? WHERE purge_id = ? AND round = ?", failure, purgeId, round);
    }

    /** The backups of earlier rounds, newest first; they stay in the vault. */
    public List<String> backupsOf(String purgeId) {
        return database.list(
                "SELECT backup_id FROM purge_round WHERE purge_id = ? AND backup_id IS NOT NULL ORDER BY round DESC",
                row -> row.text("backup_id"),
                purgeId);
    }

    private static Round read(Row row) {
        return new Round(
                row.integer("round"),
                row.text("cause"),
                row.text("operation_id"),
                row.text("receipt") == null ? null : new Receipt(row.text("receipt"), row.json("claims")),
                row.text("failure"),
                row.instant("started_at"));
    }
}
