package io.reprieve.backup.browse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and timestamps as PostgreSQL prints them in ISO style, and as RFC 3339 writes them. */
final class PgTime {

    private static final Pattern FORM = Pattern.compile("(\\d{4,7})-(\\d\\d)-(\\d\\d)"
            + "(?:[ Tt](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?"
            + "(?:([Zz])|([+-]\\d\\d)(?::?(\\d\\d))?(?::(\\d\\d))?)?)?( BC)?");

    private PgTime() {}

    /**
     * @param text a date, a timestamp, with or without a zone; without one it is taken as UTC, as archives are written
     * @throws IllegalArgumentException when it is none
     */
    static Instant instant(String text) {
        if (text.equals("infinity")) {
            return Instant.MAX;
        }
        if (text.equals("-infinity")) {
            return Instant.MIN;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("a date or time such as 2026-01-31T12:00:00Z");
        }
        try {
            int year = Integer.parseInt(form.group(1));
            LocalDateTime local = LocalDateTime.of(
                    form.group(12) == null ? year : 1 - year,
                    number(form, 2),
                    number(form, 3),
                    number(form, 4),
                    number(form, 5),
                    number(form, 6),
                    form.group(7) == null ? 0 : Integer.parseInt((form.group(7) + "00000000").substring(0, 9)));
            return local.toInstant(offset(form));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a date or time that there is", e);
        }
    }

    private static int number(Matcher form, int group) {
        return form.group(group) == null ? 0 : Integer.parseInt(form.group(group));
    }

    private static ZoneOffset offset(Matcher form) {
        if (form.group(9) == null) {
            return ZoneOffset.UTC;
        }
        int sign = form.group(9).startsWith("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutesSeconds(
                Integer.parseInt(form.group(9)), sign * number(form, 10), sign * number(form, 11));
    }
}
