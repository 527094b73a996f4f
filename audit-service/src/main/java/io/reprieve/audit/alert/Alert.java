package io.reprieve.audit.alert;

import io.reprieve.audit.alert.AlertRule.Severity;
import java.time.Instant;
import java.util.List;

/**
 * Something somebody should look at.
 *
 * @param number order in which alerts were raised
 * @param says what has happened; null when the rule is no longer in force
 * @param key the values the rule counts by
 * @param entries indexes of the entries that raised it; the last one completed it
 * @param at when that entry happened
 */
public record Alert(
        long number,
        String id,
        String rule,
        Severity severity,
        String says,
        String key,
        List<Long> entries,
        Instant at,
        Instant raisedAt) {}
