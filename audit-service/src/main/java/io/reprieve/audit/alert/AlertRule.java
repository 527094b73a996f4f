package io.reprieve.audit.alert;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.reprieve.audit.event.LoggedEvent;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When to raise an alert.
 *
 * @param says what has happened, for whoever is woken by it
 * @param per marks by whose values entries are counted apart; none: all together
 * @param count how many entries it takes; 1: every one alerts
 * @param within how long the first and the last of them may lie apart; null when one is enough
 * @param weight name of the number an entry states when it stands for several; null: each counts once
 */
public record AlertRule(
        String name,
        Severity severity,
        String says,
        When when,
        List<String> per,
        int count,
        Duration within,
        String weight) {
    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*");
    private static final Pattern TYPE = Pattern.compile("[a-z]+(-[a-z]+)*\\.([a-z]+(-[a-z]+)*|\\*)");
    private static final long MOST_WEIGHT = 1_000_000;

    /** How urgent. */
    public enum Severity {
        CRITICAL,
        HIGH,
        MEDIUM,
        LOW
    }

    /** Which entries count; null leaves a condition out. */
    public record When(
            List<String> types, String outcome, Map<String, String> having, OfficeHours outside, String after) {
        public When {
            types = types == null ? List.of() : List.copyOf(types);
            having = having == null ? Map.of() : Map.copyOf(having);
        }

        boolean holds(LoggedEvent event) {
            return isOf(event.type())
                    && (outcome == null || outcome.equals(event.outcome()))
                    && having.entrySet().stream()
                            .allMatch(fact -> fact.getValue().equals(event.mark(fact.getKey())))
                    && (outside == null || !outside.hold(event.time()))
                    && (after == null || isAfter(event));
        }

        // Asked of every entry by every rule.
        private boolean isOf(String type) {
            for (String wanted : types) {
                int common = wanted.length() - 1;
                if (wanted.equals(type) || wanted.endsWith(".*") && wanted.regionMatches(0, type, 0, common)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isAfter(LoggedEvent event) {
            String stated = event.mark(after);
            try {
                return stated != null && !event.time().isBefore(Instant.parse(stated));
            } catch (DateTimeParseException e) {
                return false;
            }
        }

        private Stream<String> marks() {
            return Stream.concat(having.keySet().stream(), Stream.ofNullable(after));
        }
    }

    /** @param from included @param to excluded */
    public record OfficeHours(
            ZoneId zone,
            Set<DayOfWeek> days,
            @JsonFormat(pattern = "HH:mm") LocalTime from,
            @JsonFormat(pattern = "HH:mm") LocalTime to) {
        boolean hold(Instant time) {
            ZonedDateTime there = time.atZone(zone);
            LocalTime clock = there.toLocalTime();
            return days.contains(there.getDayOfWeek()) && !clock.isBefore(from) && clock.isBefore(to);
        }
    }

    /** @throws IllegalArgumentException naming what is wrong with it */
    public AlertRule {
        per = per == null ? List.of() : List.copyOf(per);
        count = count == 0 ? 1 : count;
        require(name != null && NAME.matcher(name).matches(), name, "a rule needs a name such as burst-of-requests");
        require(severity != null && says != null, name, "needs severity and says");
        require(when != null && !when.types().isEmpty(), name, "needs when.types");
        for (String type : when.types()) {
            require(TYPE.matcher(type).matches(), name, "knows no type " + type);
        }
        require(
                count >= 1 && (count == 1) == (within == null),
                name,
                "needs within if count is more than 1, and only then");
        require(within == null || !within.isNegative() && !within.isZero(), name, "needs a within that is some time");
        for (String mark : Stream.of(per.stream(), Stream.ofNullable(weight), when.marks())
                .flatMap(each -> each)
                .toList()) {
            require(LoggedEvent.isMark(mark), name, "knows no mark " + mark);
        }
    }

    private static void require(boolean holds, String name, String why) {
        if (!holds) {
            throw new IllegalArgumentException("rule " + name + ": " + why);
        }
    }

    /** Whose count an entry joins. */
    String key(LoggedEvent event) {
        return per.stream().map(mark -> String.valueOf(event.mark(mark))).collect(Collectors.joining(" "));
    }

    /** For how many an entry counts. */
    long weight(LoggedEvent event) {
        String stated = weight == null ? null : event.mark(weight);
        return stated == null || !stated.matches("[0-9]{1,9}")
                ? 1
                : Math.min(Math.max(1, Long.parseLong(stated)), MOST_WEIGHT);
    }
}
