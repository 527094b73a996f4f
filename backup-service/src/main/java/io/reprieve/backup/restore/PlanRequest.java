package io.reprieve.backup.restore;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * What a plan is asked for.
 *
 * @param backupId {@code bkp_…}
 * @param mode where to restore to
 * @param selection part of the account only; the whole when null
 * @param onConflict what to do about live rows that differ; ABORT when null
 */
public record PlanRequest(
        @NotBlank String backupId,
        @NotNull Mode mode,
        @Valid Selection selection,
        OnConflict onConflict) {

    OnConflict onConflictOrAbort() {
        return onConflict == null ? OnConflict.ABORT : onConflict;
    }

    /** Where to restore to. */
    public enum Mode {
        /** Under the account's own ids, into the live database. */
        IN_PLACE,
        /** Into the scratch database, to look at. */
        BESIDE
    }

    /** What to do about live rows that differ. */
    public enum OnConflict {
        /** Restore nothing. */
        ABORT,
        /** Leave them and restore the rest. */
        KEEP_LIVE
    }
}
