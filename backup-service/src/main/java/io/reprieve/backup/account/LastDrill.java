package io.reprieve.backup.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * What account-service is told of an account's newest drill.
 *
 * @param drillId {@code drl_…}
 * @param state SUCCEEDED or FAILED
 * @param endedAt when
 * @param seconds what it took; null when it failed
 * @param predictedRestoreSeconds what bringing the account back would take; null when it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastDrill(
        String drillId, String state, Instant endedAt, Double seconds, Double predictedRestoreSeconds) {}
