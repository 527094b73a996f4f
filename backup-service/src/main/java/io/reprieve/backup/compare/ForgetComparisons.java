package io.reprieve.backup.compare;

import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.reprieve.backup.operation.TimedWork;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes what was kept of comparisons once they have expired. */
@ApplicationScoped
public class ForgetComparisons implements TimedWork {

    private static final int MINUTES = 15;

    private final ComparisonRows rows;

    ForgetComparisons(ComparisonRows rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return "forget-comparisons";
    }

    @Override
    public Schedule schedule() {
        return FixedDelay.ofMinutes(MINUTES);
    }

    @Override
    public void run() {
        rows.forgetExpired();
    }
}
