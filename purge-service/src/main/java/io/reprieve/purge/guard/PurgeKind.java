package io.reprieve.purge.guard;

/** Why an account is to be purged; each kind brings its own guards. */
public enum PurgeKind {
    DUPLICATE_CLEANUP,
    CUSTOMER_REQUEST,
    CONTRACT_END,
    TEST_ACCOUNT,
    LEGAL_ERASURE
}
