package io.reprieve.backup.restore;

import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.reprieve.accountdata.ScratchDatabase;
import io.reprieve.backup.operation.TimedWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Customers' rows lie beside the product no longer than was said. */
@ApplicationScoped
class DropBeside implements TimedWork {

    private final RestoreStore restores;
    private final ScratchDatabase scratch;

    DropBeside(RestoreStore restores, ScratchDatabase scratch) {
        this.restores = restores;
        this.scratch = scratch;
    }

    @Override
    public String name() {
        return "drop-beside";
    }

    @Override
    public Schedule schedule() {
        return FixedDelay.of(Duration.ofMinutes(5));
    }

    @Override
    public void run() {
        for (Restore restore : restores.besideOverdue()) {
            scratch.drop(restore.besideSchema);
            restores.dropped(restore.id);
        }
    }
}
