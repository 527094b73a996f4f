package io.reprieve.backup.vault;

/**
 * Whether the vault keeps the retention it is asked for.
 *
 * @param enforced false: anyone with the bucket's delete right can destroy backups at once
 * @param detail what was tried and found
 */
public record LockState(boolean enforced, String detail) {}
