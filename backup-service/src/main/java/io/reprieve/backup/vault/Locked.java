package io.reprieve.backup.vault;

import java.time.Instant;

/**
 * The retention of one version, as the vault answered when asked for it.
 *
 * @param until end of the retention asked for, when the vault did not keep it: nobody may rely on it then
 * @param kept whether the vault itself named this retention, in compliance mode
 */
public record Locked(Instant until, boolean kept) {}
