package io.reprieve.backup.operation;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** When nightly work begins. */
public final class Nights {

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
}
