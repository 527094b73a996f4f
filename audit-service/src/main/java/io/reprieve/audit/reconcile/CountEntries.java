package io.reprieve.audit.reconcile;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.follow.Follower;
import io.reprieve.audit.own.OwnEvents;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Counts the log in its order: what each source has in it, and whether the entries of each aggregate follow one another.
 *
 * <p>Metric: {@code reprieve_audit_gaps}, entries that do not follow the one before them, ever.
 */
@ApplicationScoped
public class CountEntries implements Follower {
    static final String NAME = "count";
    private static final Logger LOG = Logger.getLogger(CountEntries.class);

    private final CountStore store;
    private final OwnEvents log;

    CountEntries(CountStore store, OwnEvents log, MeterRegistry meters) {
        this.store = store;
        this.log = log;
        Gauge.builder("reprieve.audit.gaps", store, CountStore::breaks).register(meters);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void take(Connection connection, List<LoggedEvent> entries) {
        var counted = new Counted(
                store.tallies(),
                store.newest(entries.stream().map(Counted::aggregate).collect(Collectors.toSet())));
        entries.forEach(counted::add);
        store.save(counted);
        counted.breaks.forEach(this::tell);
    }

    private void tell(ChainBreak broken) {
        LOG.errorf(
                "Entry %d does not follow the one before it (%s): %s %s has number %d, %d was expected",
                broken.index(),
                broken.kind(),
                broken.source(),
                broken.subject(),
                broken.foundSeq(),
                broken.expectedSeq());
        log.queue(BreakEvent.of(broken, Instant.now().truncatedTo(ChronoUnit.MICROS)));
    }
}
