package io.reprieve.backup.operation;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.reprieve.edge.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** When nightly work begins. */
public final class Nights {

    private static final long POINTS = 1L << 32;

    private Nights() {}

    /**
     * @param at {@code HH:mm}, or a cron expression of six fields (seconds first); {@code -} for never
     * @return that time, in UTC
     */
    public static Schedule schedule(String at) {
        String when = at.strip();
        return when.matches("\\d{2}:\\d{2}")
                ? new Daily(ZoneOffset.UTC, LocalTime.parse(when))
                : new CronSchedule(when, ZoneOffset.UTC);
    }

    /**
     * The same every night, so that an account's turns lie a day apart; evenly over the spread, whatever ids look like.
     *
     * @param accountId {@code acc_…}
     * @param spread over how long all accounts' turns are spread
     * @return how long after the beginning its turn is
     */
    public static Duration offset(String accountId, Duration spread) {
        long point = Long.parseLong(
                Sha256.hex(accountId.getBytes(StandardCharsets.UTF_8)).substring(0, 8), 16);
        return Duration.ofMillis((long) (spread.toMillis() * ((double) point / POINTS)));
    }
}
