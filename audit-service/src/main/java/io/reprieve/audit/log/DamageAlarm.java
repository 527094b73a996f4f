package io.reprieve.audit.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Says it aloud wherever somebody who reads the log finds that it is not what was signed. What is whole is still served. */
@ApplicationScoped
public class DamageAlarm {
    private static final Logger LOG = Logger.getLogger(DamageAlarm.class);

    private final Counter damage;

    DamageAlarm(MeterRegistry meters) {
        this.damage = meters.counter("reprieve.audit.damage");
    }

    /** @param what is not as it was signed */
    public void raise(String what) {
        damage.increment();
        LOG.errorf("THE LOG IS DAMAGED: %s; see docs/runbooks/log-damaged.md", what);
    }

    /** @throws Problem 503 {@code log-damaged}, which names what is, when what is read is not there as it was signed */
    public <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (LogDamaged e) {
            raise(e.getMessage());
            throw Problem.of(
                    503,
                    "log-damaged",
                    "The log is not as it was signed",
                    "Damaged: " + e.getMessage() + ". Other entries can be read; see docs/runbooks/log-damaged.md.");
        }
    }
}
