package io.reprieve.account.sweep;

/**
 * The objects of one erasure that are still to be deleted.
 *
 * @param epoch the account's once it was purged; another one means that it came back
 */
public record Sweep(String erasureId, String purgeRequestId, String accountId, String accountKey, long epoch) {}
