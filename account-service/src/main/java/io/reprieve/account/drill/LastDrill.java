package io.reprieve.account.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;

/**
 * The newest rehearsal of an account's restore, as backup-service tells of it.
 *
 * @param drillId {@code drl_…}
 * @param state how it ended
 * @param endedAt when
 * @param seconds what reading the backup, restoring it beside the product and comparing took; null when it failed
 * @param predictedRestoreSeconds what bringing the account back would take; null when it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastDrill(
        @NotBlank String drillId,
        @NotNull State state,
        @NotNull Instant endedAt,
        @PositiveOrZero Double seconds,
        @PositiveOrZero Double predictedRestoreSeconds) {

    /** How it ended. */
    public enum State {
        SUCCEEDED,
        FAILED
    }
}
