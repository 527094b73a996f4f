package io.reprieve.accountdata;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Cuts one account out of the product's database and bucket, and puts it back, exactly. Thread-safe; each operation takes
 * its own connection. Operations on data throw {@link AccountRefused} when the catalog or the data is in a state that is
 * not acted on, and {@link AccountDataException} when a server fails.
 */
public final class AccountEngine {

    private final AccountObjects objects;
    private final Ledger ledger;

    private AccountEngine(DataMap map, DataSource product, Optional<ObjectStore> files) {
        this.objects = new AccountObjects(map.files(), files);
        this.ledger = new Ledger(product);
    }

    /**
     * @param map what belongs to an account
     * @param product the product's database, as the service's own role
     * @param files the product's object store; needed when the map declares a bucket
     */
    public static AccountEngine of(DataMap map, DataSource product, Optional<ObjectStore> files) {
        return new AccountEngine(map, product, files);
    }

    /** Holds the data map against the live catalog and bucket. Reads no account data. */
    public CheckReport check() {
        throw new UnsupportedOperationException();
    }

    /** The account key as PostgreSQL prints it, whatever way it was typed; empty when there is no such account. */
    public Optional<String> accountKey(String typed) {
        throw new UnsupportedOperationException();
    }

    /** Size and last activity. */
    public Footprint footprint(String accountKey) {
        throw new UnsupportedOperationException();
    }

    /** Digests of what is live, from one snapshot. */
    public LiveContent content(String accountKey, DigestKey digestKey) {
        throw new UnsupportedOperationException();
    }

    /** Rows of other accounts, or of none, that stand in the way; each names the rows by key. Empty: none. */
    public List<Finding> crossAccountEdges(String accountKey) {
        throw new UnsupportedOperationException();
    }

    /** Puts the declared fence up. */
    public FenceOutcome fenceOn(String accountKey) {
        throw new UnsupportedOperationException();
    }

    /** Takes the declared fence down. */
    public FenceOutcome fenceOff(String accountKey) {
        throw new UnsupportedOperationException();
    }

    /** Tries the declared probe write in a transaction that is always rolled back. */
    public FenceOutcome probe(String accountKey) {
        throw new UnsupportedOperationException();
    }

    /** Streams rows (one REPEATABLE READ, READ ONLY snapshot), then objects. Memory does not grow with the account. */
    public ExportResult export(String accountKey, DigestKey digestKey, ExportSink sink, Progress progress) {
        throw new UnsupportedOperationException();
    }

    /** The point of no return: deletes, proves that what was deleted is what was ordered, and writes the ledger, in one commit. */
    public ErasureResult erase(ErasureOrder order) {
        throw new UnsupportedOperationException();
    }

    /** What a restore would do now. Changes nothing. */
    public RestorePlan planRestore(ArchiveSource archive, String accountKey, DigestKey digestKey) {
        throw new UnsupportedOperationException();
    }

    /** Puts rows back, proves their digest against the archive's and writes the ledger, in one commit. Objects come first, by {@link #objects()}. */
    public RestoreResult restore(RestoreOrder order) {
        throw new UnsupportedOperationException();
    }

    /** The record of erasures and restores in the product's database. */
    public Ledger ledger() {
        return ledger;
    }

    /** The account's objects. */
    public AccountObjects objects() {
        return objects;
    }
}
