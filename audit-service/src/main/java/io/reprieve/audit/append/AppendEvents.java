package io.reprieve.audit.append;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprieve.audit.append.WaitingCalls.Call;
import io.reprieve.audit.log.Entry;
import io.reprieve.audit.log.LogConfig;
import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.LogUnavailable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * The sequencer of this replica: one thread that takes all calls that wait, puts their events into the log in one
 * transaction ({@link GrowLog}) and answers them; the more wait, the more one signature and one commit are for. Between
 * calls it keeps the log's heartbeat.
 */
@ApplicationScoped
public class AppendEvents {
    private static final Logger LOG = Logger.getLogger(AppendEvents.class);
    private static final Duration LOOK_AROUND = Duration.ofSeconds(5);

    private final GrowLog log;
    private final Counter appended;
    private final Counter damage;
    private final DistributionSummary batches;
    private final WaitingCalls waiting;
    private final Thread sequencer = new Thread(this::run, "log-sequencer");
    private volatile boolean ending;

    public AppendEvents(GrowLog log, LogConfig config, MeterRegistry meters) {
        this.log = log;
        this.appended = meters.counter("reprieve.audit.appended");
        this.damage = meters.counter("reprieve.audit.damage");
        this.waiting = new WaitingCalls(config.waitingBytes(), config.batchEvents());
        this.batches = DistributionSummary.builder("reprieve.audit.batch")
                .description("Events of one transaction of the sequencer")
                .register(meters);
        Gauge.builder("reprieve.audit.waiting.bytes", waiting, WaitingCalls::bytes)
                .description("Bytes of events that wait for the sequencer")
                .register(meters);
        sequencer.setDaemon(true);
    }

    /** Signs the empty log, once, so that there is a checkpoint from the start; then takes calls. */
    public void start() {
        try {
            log.beat();
        } catch (LogDamaged e) {
            // It starts all the same: what there is can be read, and health says why nothing is added to it.
            report(e);
        }
        sequencer.start();
    }

    @PreDestroy
    public void end() {
        ending = true;
        sequencer.interrupt();
    }

    /**
     * Appends all or none, and waits until they are under a signed checkpoint.
     *
     * @throws IdReused an id is known, or comes twice, with other bytes
     * @throws LogDamaged the tree in the database is not the one last signed
     * @throws LogUnavailable the database failed; some of it may be in the log, sending the same again settles it
     */
    public Appended append(List<Entry> entries) {
        try {
            return submit(entries).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** As {@link #append}, without waiting. */
    public CompletableFuture<Appended> submit(List<Entry> entries) {
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        long bytes = entries.stream().mapToLong(entry -> entry.leaf().length).sum();
        if (!waiting.offer(new Call(entries, bytes, answer))) {
            answer.completeExceptionally(LogUnavailable.busy("too many events wait for their turn"));
        }
        return answer;
    }

    private void run() {
        long lookAt = System.nanoTime();
        while (!ending) {
            try {
                List<Call> batch = waiting.next(LOOK_AROUND);
                if (!batch.isEmpty()) {
                    take(batch);
                }
                if (System.nanoTime() - lookAt >= 0) {
                    lookAt = System.nanoTime() + LOOK_AROUND.toNanos();
                    beat();
                }
            } catch (InterruptedException e) {
                LOG.debug("The sequencer ends");
            }
        }
        waiting.close().forEach(call -> call.answer().completeExceptionally(ended()));
    }

    private static LogUnavailable ended() {
        return LogUnavailable.busy("this replica is going down");
    }

    private void take(List<Call> batch) {
        try {
            List<Outcome> outcomes = log.grow(batch.stream().map(Call::entries).toList());
            for (int i = 0; i < batch.size(); i++) {
                outcomes.get(i).tell(batch.get(i).answer());
            }
            int added = outcomes.stream().mapToInt(Outcome::added).sum();
            appended.increment(added);
            batches.record(added);
        } catch (RuntimeException | Error e) {
            report(e);
            batch.forEach(call -> call.answer().completeExceptionally(e));
        }
    }

    private void beat() {
        try {
            log.beat();
        } catch (RuntimeException e) {
            report(e);
        }
    }

    private void report(Throwable e) {
        if (e instanceof LogDamaged) {
            damage.increment();
            LOG.errorf("The log refuses to grow: %s", e.getMessage());
        } else {
            LOG.warnf("The log could not be written: %s", e.getMessage());
        }
    }
}
