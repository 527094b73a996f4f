package io.reprieve.backup.compare;

import jakarta.validation.constraints.NotBlank;

/** @param with another backup of the same account, {@code bkp_…}, or {@code live} */
public record ComparisonRequest(@NotBlank String with) {

    static final String LIVE = "live";
}
