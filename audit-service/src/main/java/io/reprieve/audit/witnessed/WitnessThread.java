package io.reprieve.audit.witnessed;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprieve.audit.log.LogStanding;
import io.reprieve.audit.witnessed.ShowLog.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Shows one witness what is new, as long as the service runs. */
final class WitnessThread {
    private static final Logger LOG = Logger.getLogger(WitnessThread.class);

    private final ShowLog show;
    private final String witness;
    private final ShownLog log;
    private final WitnessConfig config;
    private final Thread thread;
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long cosignedSize = -1;
    private volatile long cosignedAt = System.nanoTime();
    private long shownAt;
    private boolean contradicted;
    private boolean silent;

    WitnessThread(ShowLog show, String witness, ShownLog log, WitnessConfig config) {
        this.show = show;
        this.witness = witness;
        this.log = log;
        this.config = config;
        this.thread = new Thread(this::run, "witness " + witness);
        thread.setDaemon(true);
    }

    void begin(MeterRegistry meters, LogStanding standing) {
        Gauge.builder("reprieve.audit.witness.size", () -> Math.max(cosignedSize, 0))
                .tag("witness", witness)
                .description("Entries of the log that this witness cosigned last")
                .register(meters);
        Gauge.builder("reprieve.audit.witness.age.seconds", () -> age().toMillis() / 1000.0)
                .tag("witness", witness)
                .description("Since this witness last cosigned the newest state, or since the start")
                .register(meters);
        Gauge.builder("reprieve.audit.witness.contradicts", () -> standing.isContradictedBy(witness) ? 1 : 0)
                .tag("witness", witness)
                .description("1: this witness remembers another log; nothing is appended")
                .register(meters);
        thread.start();
    }

    /** Until the first exchange is over, or the witness had its time: what it remembers should be known before an append. */
    void awaitFirst() {
        try {
            first.await(2 * config.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        ended.countDown();
        thread.interrupt();
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - cosignedAt);
    }

    private void run() {
        try {
            do {
                look();
                first.countDown();
            } while (!ended.await(config.look().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debugf("No more is shown to %s", witness);
        }
    }

    private void look() {
        try {
            boolean due = System.nanoTime() - shownAt >= config.heartbeat().toNanos();
            if (cosignedSize < 0 || contradicted || due || log.newest().size() != cosignedSize) {
                shownAt = System.nanoTime();
                tell(show.show());
            }
        } catch (RuntimeException e) {
            tell(new Outcome.Unanswered("the log cannot be read: " + e.getMessage()));
        }
    }

    // A witness that is away is said to be once, not each second.
    private void tell(Outcome outcome) {
        contradicted =
                outcome instanceof Outcome.Contradicted || contradicted && !(outcome instanceof Outcome.Cosigned);
        if (outcome instanceof Outcome.Cosigned yes) {
            cosignedSize = yes.size();
            cosignedAt = System.nanoTime();
            if (silent) {
                LOG.infof("The witness %s cosigns again", witness);
            }
            silent = false;
        } else if (outcome instanceof Outcome.Unanswered no && !silent) {
            LOG.warnf("The witness %s does not cosign: %s", witness, no.why());
            silent = true;
        }
    }
}
