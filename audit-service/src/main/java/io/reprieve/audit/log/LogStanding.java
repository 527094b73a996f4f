package io.reprieve.audit.log;

import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/**
 * Whether this log is the one its witnesses saw. A log that was set back to a backup, or begun anew, is whole in itself; only
 * somebody who remembers more can tell. While one of them does, nothing is appended: what was appended would be signed into
 * a history that contradicts what was published.
 */
@ApplicationScoped
public class LogStanding {
    private static final Logger LOG = Logger.getLogger(LogStanding.class);

    private static final Duration SAY_AGAIN_AFTER = Duration.ofMinutes(1);

    private final Map<String, String> contradictions = new ConcurrentSkipListMap<>();
    private volatile long saidAt;

    /** @throws Problem 503 {@code log-rolled-back} while a witness remembers another log than this */
    public void requireTrusted() {
        contradiction().ifPresent(fact -> {
            throw Problem.of(
                    503,
                    "log-rolled-back",
                    "This is not the log that its witness saw",
                    fact + ". Nothing is appended until it is again; see docs/runbooks/log-rolled-back.md.");
        });
    }

    /** What a witness remembers, if that is another log than this. */
    public Optional<String> contradiction() {
        return contradictions.values().stream().findFirst();
    }

    public boolean isContradictedBy(String witness) {
        return contradictions.containsKey(witness);
    }

    /** A witness has seen what this log is not. */
    public void contradictedBy(String witness, String fact) {
        boolean known = fact.equals(contradictions.put(witness, fact));
        if (!known || System.nanoTime() - saidAt >= SAY_AGAIN_AFTER.toNanos()) {
            saidAt = System.nanoTime();
            LOG.errorf(
                    "THE LOG WAS ROLLED BACK OR FORKED: %s. Nothing is appended; see docs/runbooks/log-rolled-back.md",
                    fact);
        }
    }

    /** A witness cosigned this log as it is. */
    public void confirmedBy(String witness) {
        String fact = contradictions.remove(witness);
        if (fact != null) {
            LOG.warnf("The log is again what %s saw; appends go on", witness);
        }
    }
}
