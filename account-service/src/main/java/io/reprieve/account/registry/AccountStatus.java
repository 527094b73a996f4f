package io.reprieve.account.registry;

/** Where an account is in its life. */
public enum AccountStatus {
    ACTIVE,
    SUSPENDED,
    /** Fenced: a purge has both its keys and waits out the cooling-off. */
    PENDING_PURGE,
    /** Erased from the product; its history, tombstone and backups remain. */
    PURGED
}
