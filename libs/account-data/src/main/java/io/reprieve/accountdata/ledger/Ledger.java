package io.reprieve.accountdata.ledger;

import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Reads {@code reprieve.ledger} in the product's database. */
public final class Ledger {

    private final DataSource product;

    public Ledger(DataSource product) {
        this.product = product;
    }

    /** The erasure that spent this purge request. */
    public Optional<LedgerRow> find(String purgeRequestId) {
        return reading(sql -> LedgerRows.ofPurgeRequest(sql, purgeRequestId));
    }

    /**
     * As {@link #find}, once no erasure or restore of the account is running any more: what it says then is final for every
     * erasure that began before.
     *
     * @throws AccountDataException when one runs for longer than the lock is waited for, or the product does not answer
     */
    public Optional<LedgerRow> findSettled(String accountKey, String purgeRequestId) {
        try (Session session = Session.writingAlone(product, accountKey)) {
            return LedgerRows.ofPurgeRequest(session.sql(), purgeRequestId);
        } catch (SQLException e) {
            throw Refusals.failure("waiting for the account's erasure to end", e);
        }
    }

    /** The row with this id ({@code ers_…}, {@code rst_…}). */
    public Optional<LedgerRow> byId(String id) {
        return reading(sql -> LedgerRows.byId(sql, id));
    }

    /** The account's latest row of a kind. */
    public Optional<LedgerRow> latest(LedgerRow.Kind kind, String accountId) {
        return reading(sql -> LedgerRows.first(
                sql, "kind = '" + kind + "' AND account_id = " + SqlText.literal(accountId) + " ORDER BY seq DESC"));
    }

    /** Whether the account was put back after this erasure of it, by the product's clock. */
    public boolean isRestoredSince(LedgerRow erasure) {
        return latest(LedgerRow.Kind.RESTORE, erasure.accountId())
                .filter(restored -> restored.at().isAfter(erasure.at()))
                .isPresent();
    }

    /**
     * Rows that the caller has not taken over yet, oldest first.
     *
     * @param kind erasures or restores
     * @param known says of a row's id whether the caller has it
     * @param limit at most so many
     */
    public List<LedgerRow> unreported(LedgerRow.Kind kind, Predicate<String> known, int limit) {
        return reading(sql -> {
            List<String> ids = sql.list(
                    "SELECT id FROM reprieve.ledger WHERE kind = '" + kind + "' ORDER BY seq", row -> row.getString(1));
            List<LedgerRow> rows = new ArrayList<>();
            for (String id : ids) {
                if (rows.size() < limit && !known.test(id)) {
                    LedgerRows.byId(sql, id).ifPresent(rows::add);
                }
            }
            return rows;
        });
    }

    private interface Reading<T> {
        T from(Sql sql) throws SQLException;
    }

    private <T> T reading(Reading<T> reading) {
        try (Session session = Session.reading(product)) {
            return reading.from(session.sql());
        } catch (SQLException e) {
            throw Refusals.failure("reading the ledger", e);
        }
    }
}
