package io.reprieve.audit.follow;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The thread of one follower: steps until it is at the log's end, then rests a little, so that a step takes many. */
final class Pursuit extends Thread {
    private static final Logger LOG = Logger.getLogger(Pursuit.class);
    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final Follower follower;
    private final FollowStep step;
    private final Counter failures;
    private boolean woken;
    private boolean ended;

    Pursuit(Follower follower, FollowStep step, MeterRegistry meters) {
        super("follow-" + follower.name());
        this.follower = follower;
        this.step = step;
        this.failures = meters.counter("reprieve.audit.follower.failures", "follower", follower.name());
        setDaemon(true);
    }

    @Override
    public void run() {
        while (!ended()) {
            try {
                if (!step.isBehind(follower.name()) || !step.step(follower)) {
                    rest(IDLE);
                }
            } catch (RuntimeException e) {
                if (!ended()) {
                    failures.increment();
                    LOG.errorf("The follower %s stands still: %s", follower.name(), e.getMessage());
                    rest(AFTER_FAILURE);
                }
            }
        }
    }

    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized boolean ended() {
        return ended;
    }

    private synchronized void rest(Duration most) {
        try {
            if (!woken && !ended) {
                wait(most.toMillis());
            }
            woken = false;
        } catch (InterruptedException e) {
            ended = true;
            interrupt();
        }
    }
}
