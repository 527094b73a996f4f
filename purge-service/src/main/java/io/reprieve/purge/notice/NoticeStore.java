package io.reprieve.purge.notice;

import io.reprieve.purge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** The notices of each cooling-off, due and sent; one whose clock was set anew has notices of its own. */
@ApplicationScoped
public class NoticeStore {
    private final Database database;

    NoticeStore(Database database) {
        this.database = database;
    }

    /** In the transaction that starts the clock. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void plan(String purgeId, Instant from, Instant notBefore) {
        Moment.of(from, notBefore)
                .forEach((moment, dueAt) -> database.update(
                        "INSERT INTO notice (purge_id, not_before, moment, due_at) VALUES (?, ?, ?, ?)",
                        purgeId,
                        notBefore,
                        moment,
                        dueAt));
    }

    /** In the order in which they are due. */
    public List<Notice> of(String purgeId, Instant notBefore) {
        return database.list(
                "SELECT * FROM notice WHERE purge_id = ? AND not_before = ? ORDER BY due_at",
                row -> new Notice(
                        Moment.valueOf(row.text("moment")),
                        row.instant("due_at"),
                        row.instant("sent_at"),
                        row.integerOrNull("recipients"),
                        row.text("problem")),
                purgeId,
                notBefore);
    }

    void settled(String purgeId, Instant notBefore, Moment moment, int recipients, String problem) {
        database.update("""
                UPDATE notice SET sent_at = clock_timestamp(), recipients = ?, problem = ?
                 WHERE purge_id = ? AND not_before = ? AND moment = ? AND sent_at IS NULL
                """, recipients, problem, purgeId, notBefore, moment);
    }

    void failed(String purgeId, Instant notBefore, Moment moment, String problem) {
        database.update(
                "UPDATE notice SET problem = ? WHERE purge_id = ? AND not_before = ? AND moment = ? AND sent_at IS NULL",
                problem,
                purgeId,
                notBefore,
                moment);
    }

    boolean undoUsed(String tokenId) {
        return database.one("SELECT 1 AS used FROM undo_used WHERE token_id = ?", row -> true, tokenId)
                .isPresent();
    }

    void useUndo(String tokenId, String purgeId) {
        database.update(
                "INSERT INTO undo_used (token_id, purge_id) VALUES (?, ?) ON CONFLICT DO NOTHING", tokenId, purgeId);
    }
}
