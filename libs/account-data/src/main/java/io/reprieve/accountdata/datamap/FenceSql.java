package io.reprieve.accountdata.datamap;

/**
 * What keeps the product from writing to a suspended account, as SQL with {@code :key} for the account key.
 *
 * @param on puts the fence up
 * @param off takes it down
 * @param probe a write that must fail while the fence is up; null when none is declared
 */
public record FenceSql(String on, String off, String probe) {}
