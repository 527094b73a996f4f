package io.reprieve.purge.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** When an account's contacts are told that its data will go. */
public enum Moment {
    START,
    HALF_WAY,
    DAY_BEFORE;

    /** What a warning of a day is worth: a day. */
    static final Duration LEAD = Duration.ofDays(1);

    /** The moments of one cooling-off; one so short that its half-way is less than a day before its end has no third. */
    static Map<Moment, Instant> of(Instant from, Instant notBefore) {
        Map<Moment, Instant> moments = new EnumMap<>(Moment.class);
        Instant halfWay = from.plus(Duration.between(from, notBefore).dividedBy(2));
        moments.put(START, from);
        moments.put(HALF_WAY, halfWay);
        Instant dayBefore = notBefore.minus(LEAD);
        if (dayBefore.isAfter(halfWay)) {
            moments.put(DAY_BEFORE, dayBefore);
        }
        return moments;
    }
}
