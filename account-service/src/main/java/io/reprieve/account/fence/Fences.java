package io.reprieve.account.fence;

import io.reprieve.account.Sql;
import io.reprieve.account.registry.Account;
import io.reprieve.account.registry.AccountStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The fences, and the purges that were stopped for good. */
@ApplicationScoped
public class Fences {
    private final Sql sql;

    Fences(Sql sql) {
        this.sql = sql;
    }

    /** The fence of a purge, standing or ended. */
    public Optional<Fence> find(String purgeRequestId) {
        return sql.first(Fences::fence, "SELECT * FROM fence WHERE purge_request_id = ?", purgeRequestId);
    }

    /** The fence that stands on an account. */
    public Optional<Fence> standing(String accountId) {
        return sql.first(Fences::fence, "SELECT * FROM fence WHERE account_id = ? AND ended_at IS NULL", accountId);
    }

    /** Fences that ended without the product having been told. */
    public List<Fence> toLiftInTheProduct() {
        return sql.list(Fences::fence, """
                SELECT f.* FROM fence f JOIN account a ON a.id = f.account_id
                WHERE f.ended_at IS NOT NULL AND NOT f.product_lifted AND a.status IN ('ACTIVE', 'SUSPENDED')
                ORDER BY f.ended_at
                """);
    }

    /** Whether the purge was stopped; nothing starts it again. */
    public boolean stopped(String purgeRequestId) {
        return sql.first(row -> true, "SELECT 1 FROM purge_stopped WHERE purge_request_id = ?", purgeRequestId)
                .isPresent();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void stop(String purgeRequestId, String accountId, String reason) {
        sql.update(
                "INSERT INTO purge_stopped (purge_request_id, account_id, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                purgeRequestId,
                accountId,
                reason);
    }

    /** Remembers, for good and before any row goes, that the product may be asked to erase under this fence. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void erasing(String purgeRequestId) {
        sql.update(
                "UPDATE fence SET erasing_at = clock_timestamp() WHERE purge_request_id = ? AND ended_at IS NULL",
                purgeRequestId);
    }

    /** Whether an erasure under this purge's fence may be running, or may have ended without our hearing of it. */
    boolean mayHaveErased(String purgeRequestId) {
        return sql.first(
                        row -> true,
                        "SELECT 1 FROM fence WHERE purge_request_id = ? AND erasing_at IS NOT NULL",
                        purgeRequestId)
                .isPresent();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void order(String purgeRequestId, Account account) {
        sql.update(
                """
                INSERT INTO fence (purge_request_id, account_id, epoch_before, epoch_after, status_before)
                VALUES (?, ?, ?, ?, ?)
                """,
                purgeRequestId,
                account.id(),
                account.epoch(),
                account.epoch() + 1,
                account.status().name());
    }

    // The wait counts from the moment the fence is known to hold, not from when it was first asked for.
    @Transactional(Transactional.TxType.MANDATORY)
    void probed(String purgeRequestId, Fence.Probe probe) {
        sql.update("""
                UPDATE fence
                SET since = CASE WHEN probe_outcome = 'NOT_PROVED' AND ? <> 'NOT_PROVED' THEN clock_timestamp() ELSE since END,
                    probe_outcome = ?, probe_detail = ?
                WHERE purge_request_id = ?
                """, probe.outcome().name(), probe.outcome().name(), probe.detail(), purgeRequestId);
    }

    /** The fence ends; {@code ERASED} leaves nothing in the product to lift. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void end(String purgeRequestId, Fence.End as, String reason) {
        sql.update("""
                UPDATE fence SET ended_at = clock_timestamp(), ended_as = ?, ended_reason = ?
                WHERE purge_request_id = ? AND ended_at IS NULL
                """, as.name(), reason, purgeRequestId);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void liftedInTheProduct(String accountId) {
        sql.update(
                "UPDATE fence SET product_lifted = true WHERE account_id = ? AND ended_at IS NOT NULL AND NOT product_lifted",
                accountId);
    }

    private static Fence fence(ResultSet row) throws SQLException {
        var endedAs = row.getString("ended_as");
        return new Fence(
                row.getString("purge_request_id"),
                row.getString("account_id"),
                row.getLong("epoch_before"),
                row.getLong("epoch_after"),
                AccountStatus.valueOf(row.getString("status_before")),
                Sql.instant(row, "since"),
                new Fence.Probe(Fence.Outcome.valueOf(row.getString("probe_outcome")), row.getString("probe_detail")),
                endedAs == null ? null : Fence.End.valueOf(endedAs),
                row.getBoolean("product_lifted"));
    }
}
