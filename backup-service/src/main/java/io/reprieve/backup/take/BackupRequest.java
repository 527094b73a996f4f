package io.reprieve.backup.take;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What is asked for.
 *
 * @param accountId {@code acc_…}
 * @param reason why, in a few words
 * @param purgeRequestId the purge it is for; null for any other reason
 */
public record BackupRequest(
        @NotBlank String accountId,
        @NotBlank @Size(max = 500) String reason,
        String purgeRequestId) {}
