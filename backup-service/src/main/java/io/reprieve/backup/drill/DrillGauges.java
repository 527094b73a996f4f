package io.reprieve.backup.drill;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.reprieve.backup.drill.DrillStanding.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * The rehearsals of all accounts in metrics, the same on every replica. Each account's own are on the account and in its purge's
 * evidence: a series an account would be tens of thousands.
 */
@ApplicationScoped
class DrillGauges {

    private static final Logger LOG = Logger.getLogger(DrillGauges.class);

    private final DrillStanding standing;
    private volatile Standing last = Standing.UNKNOWN;

    DrillGauges(DrillStanding standing, MeterRegistry meters) {
        this.standing = standing;
        gauge(meters, "reprieve.drills.never.accounts", Standing::never);
        gauge(meters, "reprieve.drills.failed.accounts", Standing::failed);
        gauge(meters, "reprieve.drills.oldest.seconds", Standing::oldestSeconds);
        gauge(meters, "reprieve.restore.predicted.worst.seconds", Standing::worstPrediction);
    }

    private void gauge(MeterRegistry meters, String name, ToDoubleFunction<Standing> figure) {
        Gauge.builder(name, () -> figure.applyAsDouble(last)).register(meters);
    }

    /** What could not be read is unknown, not what it was. */
    @Scheduled(identity = "drill-gauges", every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        try {
            last = standing.now();
        } catch (SQLException | RuntimeException e) {
            last = Standing.UNKNOWN;
            LOG.warnf("How accounts stand with their drills is unknown: %s", e.getMessage());
        }
    }
}
