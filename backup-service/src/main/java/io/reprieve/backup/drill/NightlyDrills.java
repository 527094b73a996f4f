package io.reprieve.backup.drill;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.operation.Nights;
import io.reprieve.backup.operation.TimedWork;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Every night, drills of those accounts that are about to be purged, and of those whose last drill is longest ago. */
@ApplicationScoped
public class NightlyDrills implements TimedWork {

    private static final Logger LOG = Logger.getLogger(NightlyDrills.class);
    private static final Actor SELF = Actor.service("backup-service");

    private final DrillConfig config;
    private final AccountClient accounts;
    private final DrillStore drills;
    private final OrderDrill order;

    NightlyDrills(DrillConfig config, AccountClient accounts, DrillStore drills, OrderDrill order) {
        this.config = config;
        this.accounts = accounts;
        this.drills = drills;
        this.order = order;
    }

    @Override
    public String name() {
        return "nightly-drills";
    }

    @Override
    public Schedule schedule() {
        return Nights.schedule(config.at());
    }

    @Override
    public void run() {
        Map<String, Drill.Reason> tonight = new LinkedHashMap<>();
        accounts.eachPurgePending(account -> tonight.put(account.id(), Drill.Reason.PURGE_PENDING));
        drills.longestWithout(config.sample()).forEach(account -> tonight.putIfAbsent(account, Drill.Reason.SAMPLE));
        tonight.forEach(this::hold);
    }

    private void hold(String account, Drill.Reason reason) {
        try {
            order.order(account, reason, SELF);
        } catch (Problem refusal) {
            LOG.warnf("No drill of %s tonight: %s", account, refusal.detail());
        } catch (RuntimeException e) {
            // One account must not cost the others their night.
            LOG.errorf(e, "The drill of %s was not begun", account);
        }
    }
}
