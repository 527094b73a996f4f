package io.reprieve.edge.refusal;

import java.time.Instant;

/**
 * What goes on record about refused calls of one caller, rule and call.
 *
 * @param accountId null when no account is concerned
 * @param count calls since the last summary
 */
public record RefusalSummary(RefusedCall call, String accountId, long count, Instant first, Instant last) {}
