package io.reprieve.backup.vault;

import java.time.Duration;

/** Why a backup is kept, which decides for how long. A lock once given is never shortened, whatever class asks for less. */
public enum RetentionClass {
    /** Taken or confirmed by the schedule. */
    NIGHTLY,
    /** Somebody asked for it. */
    ON_DEMAND,
    /** It vouches for a purge: what is erased stays here for the whole retention after it. */
    PURGE;

    /**
     * @param config of this deployment
     * @return how long a backup of this class is locked, counted from its verification or confirmation
     */
    public Duration of(VaultConfig config) {
        return switch (this) {
            case NIGHTLY -> config.nightlyRetention();
            case ON_DEMAND -> config.onDemandRetention();
            case PURGE -> config.retention();
        };
    }
}
