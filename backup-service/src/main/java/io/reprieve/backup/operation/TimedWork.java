package io.reprieve.backup.operation;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;

/** Work that begins by the clock, on one replica at a time. */
public interface TimedWork {

    /** @return its name in the task table */
    String name();

    /** @return when it begins */
    Schedule schedule();

    /** Does it; called again at the next time whatever happens. */
    void run();
}
