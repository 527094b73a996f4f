package io.reprieve.account.erasure;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** account-service's own measure of an erasure; it takes nobody's word for it. */
@ConfigMapping(prefix = "erasure")
public interface ErasureConfig {
    /** {@code REPRIEVE_COOLING_OFF}: how long the account stays fenced and whole before it may be erased. */
    Duration coolingOff();

    /** {@code REPRIEVE_RETENTION}: how long the backup must stay locked after the erasure. */
    Duration retention();

    /** {@code REPRIEVE_PURGE_PUBLIC_KEY}: whose warrants count; X.509 PEM, Ed25519. */
    Optional<String> purgePublicKey();

    /** {@code REPRIEVE_BACKUP_PUBLIC_KEY}: whose receipts count. */
    Optional<String> backupPublicKey();

    /** {@code REPRIEVE_AUDIT_PUBLIC_KEY}: whose checkpoints count. */
    Optional<String> auditPublicKey();

    /** Longest time one erasure may take in the product's database. */
    Duration timeout();
}
