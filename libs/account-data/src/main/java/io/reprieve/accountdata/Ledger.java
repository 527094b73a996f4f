package io.reprieve.accountdata;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Reads {@code reprieve.ledger} in the product's database. */
public final class Ledger {

    Ledger(DataSource product) {}

    /** The erasure that spent this purge request. */
    public Optional<LedgerRow> find(String purgeRequestId) {
        throw new UnsupportedOperationException();
    }

    /** The row with this id ({@code ers_…}, {@code rst_…}). */
    public Optional<LedgerRow> byId(String id) {
        throw new UnsupportedOperationException();
    }

    /** The account's latest row of a kind. */
    public Optional<LedgerRow> latest(LedgerRow.Kind kind, String accountId) {
        throw new UnsupportedOperationException();
    }

    /**
     * Rows that the caller has not taken over yet, oldest first.
     *
     * @param kind erasures or restores
     * @param known says of a row's id whether the caller has it
     * @param limit at most so many
     */
    public List<LedgerRow> unreported(LedgerRow.Kind kind, Predicate<String> known, int limit) {
        throw new UnsupportedOperationException();
    }
}
